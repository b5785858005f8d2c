#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "samples/composer.h"
#include "samples/letter_case.h"

namespace tangthu::samples {
namespace {

constexpr int kLawLife = 16;  // years after which another law has taken its place
constexpr std::array kRoman = {"I", "II", "III", "IV", "V", "VI", "VII"};

// The latest year that a text names, 0 where it names none: no paper can rest on a law of
// later years.
int latest_year(const std::string& text) {
  int latest = 0;
  int digits = 0;
  int value = 0;
  for (const char c : text + " ") {
    if (c >= '0' && c <= '9' && digits < 8) {
      value = value * 10 + (c - '0');
      ++digits;
      continue;
    }
    if (digits == 4 && value >= 1945 && value <= 2045) latest = std::max(latest, value);
    digits = value = 0;
  }
  return latest;
}

std::string type_name(const std::string& code) {
  for (const DocumentType& type : document_types()) {
    if (type.code == code) return type.name;
  }
  return {};
}

}  // namespace

Composer::Composer(const Grammar& grammar, Phrases& phrases, Wishes wishes)
    : grammar_(grammar),
      say_(phrases),
      random_(phrases.random()),
      wishes_(std::move(wishes)) {}

Document Composer::compose() {
  document_.type_code = wishes_.type_code;
  document_.type_name = type_name(wishes_.type_code);
  document_.level = wishes_.level;
  choose_style();
  choose_date();
  agency_ = choose_agency(grammar_, say_);
  const auto& known = grammar_.topics();
  const std::string topic = random_.pick(agency_.topics);
  const bool written = std::find(known.begin(), known.end(), topic) != known.end();
  say_.set_topic(written ? topic : random_.pick(known));
  say_.set("type", document_.type_name);
  subject_ = say_.say("subject");
  say_.set("subject", subject_);
  compose_heading();
  compose_body();
  place_plant();
  compose_signature();
  compose_recipients();
  compose_seal();
  if (random_.chance(0.06)) document_.footer = era_text(say_.say("footer"));
  return std::move(document_);
}

void Composer::compose_body() {
  const std::string& code = wishes_.type_code;
  const auto is = [&](std::initializer_list<const char*> codes) {
    return std::any_of(codes.begin(), codes.end(), [&](auto c) { return code == c; });
  };
  if (is({"QĐ", "NQ"})) return decision();
  if (is({"QC", "QyĐ"})) return regulation();
  if (is({"CT", "TC", "TB", "HD"})) return directive();
  if (is({"CTr", "KH", "PA", "ĐA", "DA"})) return plan();
  if (is({"BC"})) return report();
  if (is({"TTr"})) return submission();
  if (is({"BB"})) return minutes();
  if (is({"HĐ"})) return contract();
  if (is({"BGN", "BTT"})) return memorandum();
  if (is({"CĐ"})) return telegram();
  if (is({"GM"})) return invitation();
  if (is({"GGT"})) return introduction();
  if (is({"GNP"})) return leave();
  if (is({"GUQ"})) return authorisation();
  if (is({"PG", "PC", "PB"})) return slip();
  if (is({"TCo"})) return open_letter();
  letter();
}

// The number of points in a list, by how long the document is to be.
int Composer::some(int least, int per_amount) {
  return least + random_.integer(0, 1) + per_amount * wishes_.amount;
}

void Composer::add(Paragraph paragraph) {
  for (Span& span : paragraph.spans) {
    span.text = to_nfc(era_text(span.text));
    if (document_.style.typewriter) span.bold = span.italic = false;
  }
  document_.body.emplace_back(std::move(paragraph));
}

void Composer::text(const std::string& words) {
  Paragraph paragraph;
  paragraph.spans = {{words}};
  paragraph.after = document_.style.paragraph_gap;
  add(std::move(paragraph));
}

void Composer::bullet(const std::string& words) {
  text((random_.chance(0.85) ? "- " : "+ ") + words);
}

void Composer::section(const std::string& words) {
  Paragraph paragraph;
  paragraph.spans = {{words, true}};
  paragraph.before = 4;
  paragraph.after = document_.style.paragraph_gap;
  paragraph.keep_with_next = true;
  add(std::move(paragraph));
}

void Composer::lead(const std::string& bold, const std::string& rest) {
  Paragraph paragraph;
  paragraph.spans = {{bold + " ", true}, {rest}};
  paragraph.after = document_.style.paragraph_gap;
  add(std::move(paragraph));
}

void Composer::centred(const std::string& words, double before) {
  Paragraph paragraph;
  paragraph.spans = {{words, true}};
  paragraph.align = Align::kCentre;
  paragraph.before = before;
  paragraph.keep_with_next = true;
  add(std::move(paragraph));
}

void Composer::title(const std::string& subject) {
  Paragraph type;
  type.spans = {{to_upper(document_.type_name), true}};
  type.align = Align::kCentre;
  type.before = 8;
  type.after = 0;
  type.role = "type";
  type.keep_with_next = true;
  if (document_.type_code != "TCo") add(std::move(type));
  if (subject.empty()) return;
  Paragraph line;
  line.spans = {{subject, true}};
  line.align = Align::kCentre;
  line.left_indent = 0;
  line.rule_below = true;
  line.after = 10;
  line.role = "subject";
  add(std::move(line));
  subject_line_ = era_text(subject);
  document_.fields["subject"] = subject_line_;
}

void Composer::to_whom(const std::vector<std::string>& whom) {
  Paragraph paragraph;
  paragraph.align = Align::kCentre;
  paragraph.before = 6;
  if (whom.size() == 1) {
    paragraph.spans = {{"Kính gửi: " + whom.front()}};
    paragraph.after = 10;
    return add(std::move(paragraph));
  }
  paragraph.align = Align::kLeft;
  paragraph.first_indent = 0;
  paragraph.left_indent = 90;
  paragraph.after = 0;
  paragraph.keep_with_next = true;
  paragraph.spans = {{"Kính gửi:"}};
  add(paragraph);
  paragraph.before = 0;
  paragraph.left_indent = 126;
  for (std::size_t i = 0; i < whom.size(); ++i) {
    const bool last = i + 1 == whom.size();
    paragraph.spans = {{"- " + whom[i] + (last ? "." : ";")}};
    paragraph.after = last ? 10 : 0;
    add(paragraph);
  }
}

void Composer::recitals() {
  std::vector<std::string> grounds = {say_.say("law-organisation")};
  for (const std::string& law : say_.say_some("law", some(1, 1)))
    grounds.push_back(law);
  const int year = document_.date.year;
  std::erase_if(grounds, [&](const auto& law) {
    const int named = latest_year(law);
    return named > year || (named > 0 && named + kLawLife < year);
  });
  if (grounds.empty()) grounds.push_back(say_.say("ground-of-any-year"));
  if (random_.chance(0.6)) grounds.push_back(say_.say("ground"));
  for (const std::string& ground : grounds) {
    Paragraph paragraph;
    paragraph.spans = {{"Căn cứ " + ground + ";", false, true}};
    paragraph.after = 3;
    add(std::move(paragraph));
  }
  Paragraph proposal;
  proposal.spans = {{say_.say("proposal-of"), false, true}};
  proposal.after = 3;
  add(std::move(proposal));
}

// title # heads # widths # row rule
void Composer::table(std::vector<Block>& into) {
  const auto parts = split(say_.say("table"), '#');
  Table table;
  table.rows.emplace_back();
  table.rows[0].emplace_back("STT");
  table.widths = {0.9};
  table.aligns = {Align::kCentre};
  for (const std::string& head : split(parts.at(1), ';')) {
    table.rows[0].push_back(head);
    table.aligns.push_back(table.aligns.size() == 1 ? Align::kLeft : Align::kCentre);
  }
  for (const std::string& width : split(parts.at(2), ';')) {
    table.widths.push_back(std::stod(width));
  }
  const int count = some(3, 2);
  for (const std::string& line : say_.say_some(parts.at(3), count)) {
    std::vector<std::string> row = {std::to_string(table.rows.size())};
    for (std::string& cell : split(line, ';'))
      row.push_back(to_nfc(era_text(cell)));
    row.resize(table.widths.size());
    table.rows.push_back(std::move(row));
  }
  Paragraph caption;
  caption.spans = {{parts.at(0), !document_.style.typewriter}};
  caption.align = Align::kCentre;
  caption.before = 4;
  caption.keep_with_next = true;
  caption.spans[0].text = to_nfc(era_text(caption.spans[0].text));
  into.emplace_back(std::move(caption));
  into.emplace_back(std::move(table));
}

void Composer::points(const std::string& rule, int count) {
  for (const std::string& point : say_.say_some(rule, count))
    bullet(point);
}

void Composer::numbered(const std::vector<std::string>& items) {
  int number = 0;
  for (const std::string& item : items)
    text(std::to_string(++number) + ". " + item);
}

void Composer::decision() {
  const bool resolution = wishes_.type_code == "NQ";
  const std::string about = "Về việc " + subject_;
  title(about);
  Paragraph who;
  who.spans = {{to_upper(resolution ? agency_.name
                                    : (agency_.collective.empty()
                                           ? agency_.head + " " + agency_.long_name
                                           : agency_.name)),
                true}};
  who.align = Align::kCentre;
  who.before = 2;
  add(std::move(who));
  recitals();
  centred(resolution ? "QUYẾT NGHỊ:" : "QUYẾT ĐỊNH:", 6);
  std::vector<std::string> articles = {say_.say("article-first")};
  for (const std::string& task : say_.say_some("article-task", some(1, 1))) {
    articles.push_back(task);
  }
  articles.push_back(say_.say("article-force"));
  for (const std::string& article : articles) {
    lead("Điều " + std::to_string(++articles_) + ".", article);
    if (articles_ == 1) points("task", some(1, 1));
    if (articles_ == 2 && random_.chance(0.5)) table(document_.body);
  }
  lead("Điều " + std::to_string(++articles_) + ".", say_.say("article-execute"));
  if (resolution) call_it_resolution();
  if (wishes_.amount > 1 && random_.chance(0.6)) annex();
}

// The articles speak of "Quyết định này".
void Composer::call_it_resolution() {
  constexpr std::string_view kDecision = "Quyết định này";
  for (Block& block : document_.body) {
    auto* paragraph = std::get_if<Paragraph>(&block);
    if (paragraph == nullptr) continue;
    for (Span& span : paragraph->spans) {
      const std::size_t at = span.text.find(kDecision);
      if (at != std::string::npos) {
        span.text.replace(at, kDecision.size(), "Nghị quyết này");
      }
    }
  }
}

void Composer::regulation() {
  title(capitalised(say_.say("regulation-subject")));
  Paragraph issued;
  issued.spans = {{"(" + say_.say("issued-with") + ")", false, true}};
  issued.align = Align::kCentre;
  issued.after = 8;
  add(std::move(issued));
  const int chapters = std::max(2, wishes_.amount + 1);
  for (int chapter = 0; chapter < chapters; ++chapter) {
    centred("Chương " + std::string(kRoman.at(static_cast<std::size_t>(chapter))));
    centred(to_upper(chapter == 0 ? "Quy định chung" : say_.say("chapter-title")), 0);
    const int articles = wishes_.amount == 0 ? 1 : 2;
    for (int i = 0; i < articles; ++i) {
      lead("Điều " + std::to_string(++articles_) + ".",
           chapter == 0 ? say_.say("scope-title") : say_.say("article-title"));
      const bool scope = chapter == 0;
      numbered(say_.say_some(scope ? "scope" : "task", some(scope ? 1 : 2, 0)));
    }
  }
}

void Composer::directive() {
  title(random_.chance(0.5) ? "Về việc " + subject_ : capitalised(subject_));
  text(say_.say("situation"));
  text(say_.say("directive-opening"));
  numbered(say_.say_some("task", some(2, 3)));
  if (wishes_.amount > 0 && random_.chance(0.6)) table(document_.body);
  if (wishes_.amount > 1) {
    for (const std::string& unit : say_.say_some("assign", some(1, 1)))
      text(unit);
  }
  text(say_.say("closing-directive"));
}

void Composer::plan() {
  title(capitalised(subject_));
  text(say_.say("plan-opening"));
  std::size_t roman = 0;
  const auto chapter = [&](const std::string& words) {
    section(std::string(kRoman.at(roman++)) + ". " + to_upper(words));
  };
  chapter("Mục đích, yêu cầu");
  numbered({say_.say("goal"), say_.say("requirement")});
  chapter(say_.say("plan-content"));
  points("task", some(2, 2));
  if (wishes_.amount > 0) table(document_.body);
  if (wishes_.amount > 1) {
    chapter("Kinh phí thực hiện");
    text(say_.say("funding"));
  }
  chapter("Tổ chức thực hiện");
  numbered(say_.say_some("assign", some(1, 1)));
  text(say_.say("closing-plan"));
  if (wishes_.amount > 1 && random_.chance(0.6)) annex();
}

void Composer::report() {
  title("Kết quả " + subject_);
  text(say_.say("report-opening"));
  section("I. ĐẶC ĐIỂM TÌNH HÌNH");
  text(say_.say("situation"));
  section("II. KẾT QUẢ THỰC HIỆN");
  numbered(say_.say_some("result", some(2, 2)));
  if (wishes_.amount > 0) table(document_.body);
  section("III. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN");
  points("problem", some(1, 1));
  if (wishes_.amount > 0) text(say_.say("cause"));
  section("IV. PHƯƠNG HƯỚNG, NHIỆM VỤ THỜI GIAN TỚI");
  points("task", some(1, 2));
  text(say_.say("closing-report"));
}

void Composer::submission() {
  title("Về việc đề nghị phê duyệt chủ trương " + subject_);
  to_whom({say_.say("superior")});
  text(say_.say("submission-opening"));
  section("1. Sự cần thiết");
  text(say_.say("situation"));
  points("problem", some(1, 1));
  section("2. Nội dung đề nghị");
  points("task", some(1, 2));
  if (wishes_.amount > 0) table(document_.body);
  section("3. Kinh phí");
  text(say_.say("funding"));
  text(say_.say("closing-submission"));
}

void Composer::letter() {
  document_.heading.side_subject =
      (wishes_.era == Era::kModern || random_.chance(0.7) ? "V/v " : "V/v: ") +
      to_nfc(era_text(subject_));
  document_.fields["subject"] = to_nfc(era_text(subject_));
  to_whom(say_.say_some("addressee", random_.integer(1, 3)));
  text(say_.say("letter-opening"));
  if (random_.chance(0.5)) text(say_.say("situation"));
  if (random_.chance(0.75)) {
    numbered(say_.say_some("task", some(2, 2)));
  } else {
    points("task", some(1, 2));
  }
  if (wishes_.amount > 0 && random_.chance(0.5)) table(document_.body);
  text(say_.say("letter-deadline"));
  text(say_.say("closing-letter"));
}

void Composer::telegram() {
  title("Về việc " + subject_);
  Paragraph sender;
  sender.spans = {{era_text(agency_.long_name) + " điện:"}};
  add(std::move(sender));
  for (const std::string& name : say_.say_some("addressee", random_.integer(2, 4))) {
    bullet(name + ";");
  }
  text(say_.say("situation"));
  text(say_.say("directive-opening"));
  numbered(say_.say_some("task", some(2, 1)));
  text(say_.say("closing-directive"));
}

void Composer::annex() {
  auto& into = document_.annexes;
  into.emplace_back(PageBreak{});
  const bool plain = document_.style.typewriter;
  const auto line = [&](const std::string& words, bool bold, bool italic) {
    Paragraph paragraph;
    paragraph.spans = {{to_nfc(era_text(words)), bold && !plain, italic && !plain}};
    paragraph.align = Align::kCentre;
    paragraph.role = "annex";
    paragraph.after = 2;
    into.emplace_back(std::move(paragraph));
  };
  line("PHỤ LỤC", true, false);
  line(to_upper(say_.say("annex-title")), true, false);
  line("(Kèm theo " + document_.type_name + " số " + number_text_ + " ngày " +
           long_date(document_.date) + " của " + agency_.long_name + ")",
       false, true);
  table(into);
  if (random_.chance(0.4)) table(into);
}

}  // namespace tangthu::samples
