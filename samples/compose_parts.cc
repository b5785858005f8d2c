#include <algorithm>
#include <array>

#include "base/unicode.h"
#include "samples/composer.h"
#include "samples/letter_case.h"

namespace tangthu::samples {
namespace {

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string all;
  for (const std::string& part : parts) {
    if (!all.empty()) all += between;
    all += part;
  }
  return all;
}

std::string stripped(std::string text) {
  while (!text.empty() && (text.back() == ';' || text.back() == '.'))
    text.pop_back();
  return text;
}

bool is_modern_family(Era era) {
  return era != Era::kTypewriter;
}

}  // namespace

// Before about 2010 offices wrote "hoà", "Uỷ ban"; the texts are in the new way.
std::string Composer::era_text(std::string text) const {
  if (wishes_.era == Era::kModern) return text;
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kOld = {
      {{"Ủy", "Uỷ"},
       {"ủy", "uỷ"},
       {"ỦY", "UỶ"},
       {"HÒA", "HOÀ"},
       {"Hòa", "Hoà"},
       {"hòa", "hoà"},
       {"HÓA", "HOÁ"},
       {"hóa", "hoá"}}};
  for (const auto& [from, to] : kOld)
    replace_all(text, from, to);
  return text;
}

void Composer::choose_style() {
  Style& style = document_.style;
  if (!is_modern_family(wishes_.era)) {
    style.family = "TeX Gyre Cursor";
    style.typewriter = true;
    style.body_size = 12;
    style.leading = 1.35;
    style.margin_left_mm = 28;
    style.margin_right_mm = 12;
    return;
  }
  // Times nearly always; now and then an office that goes its own way.
  const double draw = random_.uniform();
  style.family = draw < 0.90   ? "TeX Gyre Termes"
                 : draw < 0.94 ? "TeX Gyre Heros"
                 : draw < 0.97 ? "TeX Gyre Pagella"
                               : "TeX Gyre Schola";
  style.body_size = random_.chance(0.6) ? 14 : random_.chance(0.5) ? 13.5 : 13;
  if (style.family != "TeX Gyre Termes") style.body_size = 12.5;
  style.leading = random_.uniform(1.22, 1.42);
  style.paragraph_gap = random_.pick(std::array{3.0, 4.0, 6.0, 6.0});
  style.margin_left_mm = random_.uniform(30, 34);
  style.margin_right_mm = random_.uniform(15, 20);
  style.margin_top_mm = random_.uniform(20, 24);
  style.margin_bottom_mm = random_.uniform(20, 24);
}

void Composer::choose_date() {
  const int year = wishes_.era == Era::kModern ? random_.integer(2012, 2025)
                   : wishes_.era == Era::kOld  ? random_.integer(1996, 2009)
                                               : random_.integer(1979, 1995);
  document_.date = add_days({year, 1, 4}, random_.integer(0, 355));
  say_.set_date(document_.date);
  say_.set("year", std::to_string(document_.date.year));
  say_.set("last-year", std::to_string(document_.date.year - 1));
  say_.set("next-year", std::to_string(document_.date.year + 1));
  say_.set("month", std::to_string(document_.date.month));
}

void Composer::compose_heading() {
  Heading& heading = document_.heading;
  const bool old = wishes_.era != Era::kModern;
  std::string parent = to_upper(era_text(agency_.parent));
  if (random_.chance(0.5)) replace_all(parent, era_text("ỦY BAN NHÂN DÂN"), "UBND");
  if (!parent.empty()) heading.parent = {parent};
  heading.agency = {to_upper(era_text(agency_.name))};
  heading.motto = {era_text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                   old && random_.chance(0.4) ? "Độc lập – Tự do – Hạnh phúc"
                                              : "Độc lập - Tự do - Hạnh phúc"};
  compose_number();
  compose_place_date();
  auto& fields = document_.fields;
  if (!parent.empty()) fields["parent_agency"] = parent;
  fields["agency"] = heading.agency.front();
  fields["place"] = agency_.place;
  fields["date"] = iso_date(document_.date);
  fields["type"] = document_.type_name;
}

void Composer::compose_number() {
  const bool letter = wishes_.type_code == "CV" || wishes_.type_code == "TCo";
  const int value =
      random_.chance(0.75) ? random_.integer(1, 999) : random_.integer(1000, 8999);
  const std::string number = std::string(value < 10 ? 1 : 0, '0') + std::to_string(value);
  const std::string unit = random_.pick(agency_.units);
  std::string symbol =
      letter ? agency_.symbol + "-" + unit : wishes_.type_code + "-" + agency_.symbol;
  std::string between = "/";
  if (wishes_.era == Era::kTypewriter) {
    between = random_.chance(0.6) ? " " : "/";
    symbol = letter ? "CV/" + agency_.symbol : wishes_.type_code + "/" + agency_.symbol;
  } else if (wishes_.era == Era::kOld && !letter && random_.chance(0.25)) {
    symbol = std::to_string(document_.date.year) + "/" + symbol;
  }
  number_text_ = number + between + symbol;
  const bool hand = wishes_.by_hand && random_.chance(0.8);
  document_.heading.number = {{random_.chance(0.85) ? "Số: " : "Số "},
                              {number, false, false, hand},
                              {between + symbol}};
  document_.fields["number"] = number;
  document_.fields["symbol"] = symbol;
  if (hand) document_.handwritten.emplace_back("number");
}

void Composer::compose_place_date() {
  const bool hand = wishes_.by_hand && random_.chance(0.8);
  const bool italic = !document_.style.typewriter;
  const Date& date = document_.date;
  document_.heading.place_date = {
      {agency_.place + ", ngày ", false, italic},
      {day_digits(date), false, italic, hand},
      {" tháng " + month_digits(date) + " năm " + std::to_string(date.year), false,
       italic}};
  if (hand) document_.handwritten.emplace_back("date");
}

void Composer::compose_signature() {
  Signature& signature = document_.signature;
  const bool old = wishes_.era != Era::kModern;
  const std::string head = to_upper(agency_.head);
  const auto prefix = [&](const char* modern, const char* former) {
    return std::string(old ? former : modern);
  };
  if (!agency_.collective.empty()) {
    signature.authority.push_back(prefix("TM. ", "T/M ") +
                                  to_upper(era_text(agency_.collective)));
  }
  const double draw = random_.uniform();
  if (draw < 0.38) {
    signature.title = head;
  } else if (draw < 0.76) {
    signature.authority.push_back(prefix("KT. ", "K/T ") + head);
    signature.title = to_upper(agency_.deputy);
  } else if (draw < 0.90) {
    signature.authority = {prefix("TL. ", "T/L ") + head};
    signature.title = to_upper(say_.say("office-head"));
    if (random_.chance(0.3)) {
      signature.authority.push_back(prefix("KT. ", "K/T ") + signature.title);
      signature.title = "PHÓ " + signature.title;
    }
  } else if (draw < 0.95) {
    signature.authority = {prefix("TUQ. ", "TUQ. ") + head};
    signature.title = to_upper(say_.say("office-head"));
  } else {
    signature.title = "Q. " + head;
  }
  signature.name = say_.person();
  document_.fields["signer"] = signature.name;
  document_.fields["signer_title"] = signature.title;
  if (!signature.authority.empty()) {
    document_.fields["signer_authority"] = joined(signature.authority, " ");
  }
}

void Composer::compose_recipients() {
  if (document_.left_signature) return;
  auto& list = document_.recipients;
  const std::string& code = wishes_.type_code;
  if (code == "QĐ" || code == "NQ") {
    list.push_back("Như Điều " + std::to_string(std::max(articles_, 1)) + ";");
  } else if (code == "CV" || code == "TTr" || code == "CĐ" || code == "GM") {
    list.emplace_back("Như trên;");
  }
  const int more = random_.integer(1, wishes_.amount == 0 ? 3 : 6);
  for (const std::string& name : say_.say_some("recipient", more)) {
    list.push_back(era_text(name) + ";");
  }
  const std::string unit = random_.pick(agency_.units);
  std::string kept = "Lưu: VT, " + unit;
  if (wishes_.level != Level::kThuong) {
    kept += " (0" + std::to_string(random_.integer(2, 5)) + "b)";
  } else if (random_.chance(0.4)) {
    kept += random_.chance(0.5) ? " (" + std::to_string(random_.integer(2, 30)) + "b)"
                                : " (0" + std::to_string(random_.integer(3, 9)) + ")";
  }
  list.push_back(kept + ".");
  std::vector<std::string> names;
  names.reserve(list.size());
  for (const std::string& item : list)
    names.push_back(stripped(item));
  document_.fields["recipients"] = joined(names, "; ");
}

void Composer::compose_seal() {
  document_.seal_upper =
      to_upper(agency_.parent.empty() ? "C.H.X.H.C.N. Việt Nam" : agency_.parent);
  document_.seal_lower = to_upper(agency_.name);
}

void Composer::place_plant() {
  if (wishes_.plant.empty()) return;
  Paragraph paragraph;
  paragraph.spans = {{say_.say("plant-before") + " " + to_nfc(wishes_.plant) + " " +
                      say_.say("plant-after")}};
  paragraph.after = document_.style.paragraph_gap;
  // Behind the first ordinary paragraph: never in front of the title.
  std::size_t at = 0;
  while (at < document_.body.size()) {
    const auto* found = std::get_if<Paragraph>(&document_.body[at++]);
    if (found != nullptr && found->role == "body" && found->align == Align::kJustify) {
      break;
    }
  }
  document_.body.insert(document_.body.begin() + static_cast<std::ptrdiff_t>(at),
                        std::move(paragraph));
}

}  // namespace tangthu::samples
