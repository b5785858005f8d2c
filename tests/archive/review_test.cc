// Settling what was read badly: of documents made by hand, so that it is known what was.
#include "archive/review.h"

#include <algorithm>
#include <cmath>

#include "archive/retrieve.h"
#include "archive/review_picture.h"
#include "archive/search.h"
#include "archive/search_packet.h"
#include "ocr/pdf.h"
#include "scanner/device.h"
#include "scanner/page_source.h"
#include "tests/support/shell.h"
#include "tests/vault/open_vault.h"

namespace tangthu::archive {
namespace {

const Label kMat{Level::kMat, {}};

ocr::Line line_of(const std::vector<std::string>& words, int x, int y) {
  ocr::Line line;
  for (const std::string& text : words) {
    const int width = 14 * static_cast<int>(text.size());
    line.words.push_back({text, 0.6, {x, y, width, 30}});
    line.text += (line.text.empty() ? "" : " ") + text;
    line.box = united(line.box, line.words.back().box);
    x += width + 16;
  }
  return line;
}

// A paper of 150 dpi whose number "87" was read as `number`; with a black square in the
// master where it is written.
constexpr Box kNumberPlace{180, 200, 14 * 11, 30};

Page paper(int width = 800, int height = 1100) {
  Page page = Page::create(width, height, PixelFormat::kGrey, 150).value();
  std::fill(page.pixels().begin(), page.pixels().end(), std::uint8_t{250});
  return page;
}

ocr::PageText page_text_of(const std::string& number) {
  ocr::PageText page;
  page.number = page.captured_page = 1;
  page.width = page.clean_width = 800;
  page.height = page.clean_height = 1100;
  page.dpi = page.clean_dpi = 150;
  page.lines = {line_of({"Số:", number + "/QĐ-UBND"}, 110, 200),
                line_of({"Về", "việc", "đặt", "tên", "đường"}, 110, 300),
                line_of({"Điều", "1.", "Nay", "đặt", "tên"}, 110, 400)};
  return page;
}

class ReviewTest : public vault::OpenVaultTest {
 protected:
  struct Spec {
    Label label = kMat;
    std::optional<std::string> number = "81";
    double confidence = 0.31;
    double page_confidence = 0.9;
    bool doubtful_stamp = false;
    std::string file = "a.png";
  };

  DocumentId store(const Spec& spec) const {
    ocr::DocumentText text;
    text.file = spec.file;
    text.pages = {page_text_of(spec.number.value_or("8?"))};
    text.fields["number"] = {spec.number, spec.confidence, 1,
                             text.pages[0].lines[0].words[1].box};
    text.fields["symbol"] = {"QĐ-UBND", 0.95, 1, text.pages[0].lines[0].words[1].box};
    text.fields["subject"] = {"Về việc đặt tên đường", 0.9, 1,
                              text.pages[0].lines[1].box};
    if (spec.doubtful_stamp) {
      text.stamps = {{"MẬT", "secrecy", 0.95, 1, {10, 10, 90, 40}},
                     {"TỐI MẬT", "secrecy", 0.42, 1, {20, 60, 120, 40}}};
    }
    const Json json = ocr::to_json(text);
    Record record;
    record.file = spec.file;
    record.media = "png";
    record.pages = record.masters = 1;
    record.created = 1'790'000'000;
    record.fields = json["fields"];
    record.stamps = json["stamps"];
    record.warnings = {warning::kDoubtfulField};
    if (spec.doubtful_stamp) record.warnings.emplace_back(warning::kDoubtfulStamp);
    if (spec.page_confidence < 0.7) record.warnings.emplace_back(warning::kLowConfidence);
    if (spec.page_confidence < 0.9) record.unsure_pages = {{1, spec.page_confidence}};

    Page master = paper();
    for (int y = kNumberPlace.y; y < kNumberPlace.bottom(); ++y)
      std::fill_n(master.row(y) + kNumberPlace.x, kNumberPlace.width, std::uint8_t{0});
    std::vector<ocr::PdfPage> sheets;
    sheets.push_back({ocr::jpeg_picture(master).value(), text.pages[0]});
    auto writer = session().write_document(spec.label);
    EXPECT_TRUE(writer);
    EXPECT_TRUE(writer->add({vault::ObjectKind::kMaster, 1},
                            scanner::encode_png(master).value()));
    EXPECT_TRUE(writer->add({vault::ObjectKind::kText, 1}, to_cbor(json["pages"][0])));
    EXPECT_TRUE(writer->add({vault::ObjectKind::kPdf, 1},
                            ocr::write_pdf(sheets, {"Về việc đặt tên đường"}).value()));
    EXPECT_TRUE(writer->add({vault::ObjectKind::kRecord, 1}, record.encode()));
    EXPECT_TRUE(
        writer->add_label_record(vault::LabelRecordKind::kCatalogue, record.encode()));
    EXPECT_TRUE(
        writer->add_label_record(vault::LabelRecordKind::kPacket,
                                 search_packet({plain_text(text.pages[0])}, record)));
    EXPECT_TRUE(writer->commit());
    return writer->id();
  }
  DocumentId store() const { return store(Spec{}); }

  std::vector<std::string> queue(const ReviewFilter& filter = {}) const {
    return queue_of(session(), filter);
  }
  static std::vector<std::string> queue_of(vault::Session& session,
                                           const ReviewFilter& filter = {}) {
    const auto found = review_queue(session, filter);
    EXPECT_TRUE(found);
    std::vector<std::string> out;
    for (const ReviewItem& item : found->items)
      out.push_back(item.name.what() + " of " + item.file);
    return out;
  }

  static Result<OpenedItem> open(vault::Session& session, const DocumentId& id,
                                 const std::string& what) {
    const auto name = parse_item(id.to_string() + "/" + what);
    EXPECT_TRUE(name);
    const auto look = look_at(session, *name);
    if (!look) return Failure(look.error());
    return open_item(session, *look, *name);
  }
  Result<Settled> settle(const DocumentId& id, const std::string& what,
                         const Settlement& settlement) const {
    auto opened = open(session(), id, what);
    if (!opened) return Failure(opened.error());
    return archive::settle(session(), *opened, settlement);
  }
  static Settlement value(std::string text) { return {Answer::kValue, std::move(text)}; }

  Record record_of(const DocumentId& id) const {
    return read_record(*open_document(session(), id)).value();
  }
  std::string pdf_text(const DocumentId& id) const {
    const auto pdf = retrieve(*open_document(session(), id), Form::kPdf, 0);
    EXPECT_TRUE(pdf);
    const test::TemporaryFolder folder;
    test::write_file(folder.path() / "a.pdf", *pdf);
    return test::shell("pdftotext -raw " + (folder.path() / "a.pdf").string() + " -")
               .output +
           test::shell("pdfinfo " + (folder.path() / "a.pdf").string()).output;
  }
  std::size_t hits(const std::string& query) const {
    const auto found = search(session(), query, {}, {});
    EXPECT_TRUE(found);
    EXPECT_EQ(found->damaged, 0U);
    return found->hits.size();
  }

  using Strings = std::vector<std::string>;
};

TEST_F(ReviewTest, TheQueueHasTheWorstFirst) {
  store({kMat, "81", 0.60, 0.9, false, "b"});
  store({kMat, std::nullopt, 0, 0.5, false, "a"});
  store({kMat, "12", 0.95, 0.75, true, "c"});
  EXPECT_EQ(queue(),
            (Strings{"number of a", "level of c", "page-1 of a", "number of b"}));
  ReviewFilter filter;
  filter.below = 0.55;
  EXPECT_EQ(queue(filter), (Strings{"number of a", "level of c", "page-1 of a"}));
  filter.below = 0.8;
  filter.kind = ItemKind::kPage;
  EXPECT_EQ(queue(filter), (Strings{"page-1 of a", "page-1 of c"}));
  filter = {};
  filter.field = "number";
  EXPECT_EQ(queue(filter), (Strings{"number of a", "number of b"}));
  filter.field = "nombre";
  EXPECT_EQ(review_queue(session(), filter).error().code(), ErrorCode::kUsage);
}

TEST_F(ReviewTest, ACorrectionChangesRecordTextCopyAndIndexAndNotTheMaster) {
  const DocumentId id = store();
  const auto master = retrieve(*open_document(session(), id), Form::kMaster, 0);
  EXPECT_EQ(hits("number:81"), 1U);
  const auto settled = settle(id, "number", value("87"));
  ASSERT_TRUE(settled) << settled.error().text();
  EXPECT_TRUE(settled->changed);
  EXPECT_TRUE(settled->in_text);
  reopen();
  EXPECT_EQ(queue(), Strings{});
  EXPECT_EQ(page_text(*open_document(session(), id), 1)->find("Số: 87/QĐ-UBND\n"), 0U);
  EXPECT_EQ(pdf_text(id).find("Số: 87/QĐ-UBND\nVề việc đặt tên đường\n"), 0U);
  EXPECT_EQ(hits("number:87"), 1U);
  EXPECT_EQ(hits("87/QĐ-UBND"), 1U);
  EXPECT_EQ(hits("number:81"), 0U);
  EXPECT_EQ(hits("81"), 0U);
  EXPECT_EQ(list_documents(session(), {})->documents[0].record.field_values()["number"],
            "87");
  EXPECT_EQ(*retrieve(*open_document(session(), id), Form::kMaster, 0), *master);
}

TEST_F(ReviewTest, TheFirstReadingStaysWithTheField) {
  const DocumentId id = store();
  ASSERT_TRUE(settle(id, "number", value("86")));
  ASSERT_TRUE(settle(id, "number", value("87")));
  const Record record = record_of(id);
  const Json& field = record.fields["number"];
  EXPECT_EQ(field["value"], "87");
  EXPECT_EQ(field["confidence"], 1.0);
  ASSERT_EQ(field["readings"].size(), 3U);
  EXPECT_EQ(field["readings"][0]["value"], "81");
  EXPECT_EQ(field["readings"][0]["confidence"], 0.31);
  EXPECT_EQ(field["readings"][0]["by"], "");
  EXPECT_EQ(field["readings"][1]["value"], "86");
  EXPECT_EQ(field["readings"][2]["by"], "lan");
  EXPECT_EQ(record.warnings, Strings{}) << "the last doubt is gone";
  const auto page = page_json(*open_document(session(), id), 1);
  EXPECT_EQ((*page)["original"][0], "Số: 81/QĐ-UBND");
  EXPECT_EQ((*page)["revised"].size(), 2U);
}

TEST_F(ReviewTest, TheSameAnswerAgainChangesNothing) {
  const DocumentId id = store();
  ASSERT_TRUE(settle(id, "number", value("87")));
  const auto version = open_document(session(), id)->envelope().version;
  for (const Settlement& again :
       {value("87"), value(" 87 "), Settlement{Answer::kConfirmed, {}}}) {
    const auto settled = settle(id, "number", again);
    ASSERT_TRUE(settled);
    EXPECT_FALSE(settled->changed);
  }
  EXPECT_EQ(open_document(session(), id)->envelope().version, version);
}

TEST_F(ReviewTest, AReadingIsConfirmedAndWhatWasNotReadIsNot) {
  const DocumentId id = store();
  ASSERT_TRUE(settle(id, "number", {Answer::kConfirmed, {}}));
  EXPECT_EQ(record_of(id).field_values()["number"], "81");
  EXPECT_EQ(queue(), Strings{});
  const DocumentId unread = store({kMat, std::nullopt, 0});
  const auto refused = settle(unread, "number", {Answer::kConfirmed, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kUsage);
  EXPECT_EQ(settle(unread, "number", value("x")).error().code(), ErrorCode::kUsage);
  EXPECT_EQ(queue(), Strings{"number of a.png"});
  ASSERT_TRUE(settle(unread, "number", {Answer::kNone, {}}));
  EXPECT_EQ(queue(), Strings{}) << "the paper has none";
  EXPECT_FALSE(record_of(unread).field_values().contains("number"));
}

TEST_F(ReviewTest, AFieldThatWasNotFoundAtAllIsGiven) {
  const DocumentId id = store();
  const auto settled = settle(id, "signer", value("Nguyễn Văn An"));
  ASSERT_TRUE(settled);
  EXPECT_FALSE(settled->in_text);
  EXPECT_EQ(hits("signer:\"nguyễn văn an\""), 1U);
  EXPECT_EQ(record_of(id).fields["signer"]["readings"][0]["value"], nullptr);
}

TEST_F(ReviewTest, AValueOfAnOldFontIsReadAsWhatItMeans) {
  const DocumentId id = store();
  ASSERT_TRUE(settle(id, "signer", value("Nguyeãn Vaên An")));
  EXPECT_EQ(record_of(id).field_values()["signer"], "Nguyễn Văn An");
  EXPECT_EQ(hits("signer:\"nguyễn văn an\""), 1U);
  EXPECT_EQ(hits("Nguyeãn"), 1U);
  EXPECT_EQ(hits("NguyÔn"), 1U);
}

TEST_F(ReviewTest, TheSubjectIsTheTitleOfTheAccessCopy) {
  const DocumentId id = store();
  ASSERT_TRUE(settle(id, "subject", value("Về việc đặt tên phố")));
  const std::string text = pdf_text(id);
  EXPECT_NE(text.find("Về việc đặt tên phố\nĐiều 1."), std::string::npos) << text;
  EXPECT_NE(text.find("Title:           Về việc đặt tên phố\n"), std::string::npos)
      << text;
  EXPECT_EQ(hits("phố"), 1U);
}

TEST_F(ReviewTest, APageIsTypedAnewOrConfirmed) {
  const DocumentId id = store({kMat, "81", 0.9, 0.5});
  EXPECT_EQ(queue(), Strings{"page-1 of a.png"});
  const auto typed =
      settle(id, "page-1",
             value("Số: 81/QĐ-UBND\nVề việc đặt tên phố\nĐiều 1. Nay đặt tên "
                   "mới\nĐiều 2. Thi hành\n"));
  ASSERT_TRUE(typed) << typed.error().text();
  EXPECT_TRUE(typed->changed);
  EXPECT_EQ(queue(), Strings{});
  EXPECT_EQ(pdf_text(id).find("Số: 81/QĐ-UBND\nVề việc đặt tên phố\nĐiều 1. Nay đặt tên "
                              "mới\nĐiều 2. Thi hành\n"),
            0U)
      << pdf_text(id);
  EXPECT_EQ(hits("\"Thi hành\""), 1U);
  EXPECT_EQ(hits("đường"), 1U) << "in the subject, which is a field of its own";
  EXPECT_EQ(record_of(id).reviewed[0].how, "corrected");
  const auto reader = open_document(session(), id);
  EXPECT_EQ((*page_json(*reader, 1))["original"].size(), 3U);
  const DocumentId other = store({kMat, "81", 0.9, 0.5});
  ASSERT_TRUE(settle(other, "page-1", {Answer::kConfirmed, {}}));
  EXPECT_EQ(queue(), Strings{});
  EXPECT_EQ(record_of(other).reviewed[0].how, "confirmed");
  EXPECT_FALSE(settle(other, "page-1", {Answer::kConfirmed, {}})->changed);
  EXPECT_EQ(settle(other, "page-2", value("x")).error().code(), ErrorCode::kNotFound);
  EXPECT_EQ(settle(other, "page-1", value("a\x01")).error().code(), ErrorCode::kBadInput);
}

TEST_F(ReviewTest, ALevelIsConfirmedOrRaisedButNeverLowered) {
  const DocumentId id = store({{Level::kToiMat, {}}, "81", 0.9, 0.9, true});
  EXPECT_EQ(queue(), Strings{"level of a.png"});
  const auto opened = open(session(), id, "level");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->item.confidence, 0.42);
  EXPECT_EQ(opened->item.box, (Box{20, 60, 120, 40})) << "the doubtful stamp's place";
  for (const Level level : {Level::kThuong, Level::kMat, Level::kToiMat}) {
    const auto refused = raised_level(*opened, level, vault::Profile::kSingle);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::kUsage);
  }
  const auto raised = raised_level(*opened, Level::kTuyetMat, vault::Profile::kAgency);
  ASSERT_TRUE(raised);
  EXPECT_EQ(raised->to.level, Level::kTuyetMat);
  EXPECT_EQ(raised->key, vault::PayloadKey::kRenewed);
  EXPECT_FALSE(settle(id, "level", value("toi-mat")));
  ASSERT_TRUE(settle(id, "level", {Answer::kConfirmed, {}}));
  EXPECT_EQ(queue(), Strings{});
  EXPECT_EQ(open_document(session(), id)->label().level, Level::kToiMat);
  EXPECT_EQ(record_of(id).warnings, Strings{});
}

TEST_F(ReviewTest, WhoIsNotClearedSeesNoItemAndSettlesNone) {
  const DocumentId secret = store({{Level::kToiMat, {}}, "81", 0.2, 0.3, true, "secret"});
  store({kMat, "82", 0.3, 0.9, false, "open"});
  add_user("mai", {Level::kMat, {}});
  close();
  auto mai = open_as("mai", vault::Access::kWrite);
  ASSERT_TRUE(mai);
  EXPECT_EQ(queue_of(*mai->session), Strings{"number of open"});
  for (const char* what : {"number", "page-1", "level"}) {
    const auto above = open(*mai->session, secret, what);
    const auto absent = open(*mai->session, DocumentId::random(), what);
    ASSERT_FALSE(above);
    EXPECT_EQ(above.error().code(), absent.error().code());
    EXPECT_STREQ(above.error().text(), absent.error().text());
  }
  mai->session.reset();
  mai->vault.reset();
  reopen();
}

// A station chooses what is in its records.
TEST_F(ReviewTest, AMalformedRecordHidesNoItemOfAnother) {
  store();
  const Json stamps = Json::array({{{"kind", 7}}, {{"kind", "secrecy"}, {"box", "x"}}});
  const Json fields[] = {
      Json::array({1, 2}),
      7,
      {{"number", {{"value", 5}, {"confidence", std::nan("")}, {"box", {-1, 1e9, 3}}}},
       {"date", nullptr},
       {"signer", {{"value", "x"}, {"confidence", "1"}, {"page", "eins"}}}}};
  for (const Json& each : fields) {
    Record record;
    record.file = "hostile";
    record.pages = record.masters = 1;
    record.fields = each;
    record.stamps = stamps;
    record.warnings = {warning::kDoubtfulStamp};
    record.unsure_pages = {{-3, std::nan("")}, {1, 1e300}};
    auto writer = session().write_document(kMat);
    ASSERT_TRUE(writer);
    ASSERT_TRUE(writer->add({vault::ObjectKind::kRecord, 1}, record.encode()));
    ASSERT_TRUE(writer->add({vault::ObjectKind::kText, 1},
                            to_cbor({{"lines", 7}, {"captured_page", "x"}})));
    ASSERT_TRUE(
        writer->add_label_record(vault::LabelRecordKind::kCatalogue, record.encode()));
    ASSERT_TRUE(writer->commit());
    for (const char* what : {"number", "signer", "page-1", "level"}) {
      const auto opened = open(session(), writer->id(), what);
      if (!opened) continue;
      EXPECT_FALSE(ReviewPictures().png(*opened));
      static_cast<void>(words_at(*opened));
      EXPECT_FALSE(archive::settle(session(), *opened, value("1")));
    }
  }
  const Strings found = queue();
  EXPECT_NE(std::find(found.begin(), found.end(), "number of a.png"), found.end());
}

TEST_F(ReviewTest, TheLogSaysWhoSettledWhatAndNoValue) {
  const DocumentId id = store();
  ASSERT_TRUE(settle(id, "number", value("870917")));
  const auto head = vault().journal().log().head();
  std::vector<Json> found;
  for (std::uint64_t i = 0; i < head->size; ++i) {
    const auto entry = session().read_log(i);
    ASSERT_TRUE(entry);
    if (entry->statement["event"] == "revise") found.push_back(entry->statement);
  }
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["user"], "lan");
  EXPECT_EQ(found[0]["id"], id.to_string());
  EXPECT_EQ(found[0]["item"], "number");
  EXPECT_EQ(found[0]["how"], "corrected");
  EXPECT_EQ(found[0].dump().find("870917"), std::string::npos);
}

// Two clerks at one item: the one who read it before the other's answer is told.
TEST_F(ReviewTest, AnAnswerToWhatWasChangedMeanwhileIsRefused) {
  const DocumentId id = store();
  const auto early = open(session(), id, "number");
  ASSERT_TRUE(early);
  ASSERT_TRUE(settle(id, "number", value("87")));
  const auto late = archive::settle(session(), *early, value("86"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), ErrorCode::kSealedOrBusy);
  EXPECT_EQ(record_of(id).field_values()["number"], "87");
}

Page decoded(const Bytes& png) {
  const scanner::InputFile file{"a", scanner::MediaType::kPng, png};
  const auto pages = scanner::open_pages(file);
  EXPECT_TRUE(pages);
  auto page = (*pages)->next();
  EXPECT_TRUE(page && *page);
  return std::move(**page);
}

TEST_F(ReviewTest, ThePictureShowsThePlaceAndWhatIsAroundIt) {
  const DocumentId id = store();
  const auto opened = open(session(), id, "number");
  ASSERT_TRUE(opened);
  ReviewPictures pictures;
  const auto png = pictures.png(*opened);
  ASSERT_TRUE(png) << png.error().text();
  const Page shown = decoded(*png);
  EXPECT_GE(shown.width(), kNumberPlace.width + 60);
  EXPECT_LT(shown.width(), 500);
  EXPECT_LT(shown.height(), 150);
  std::size_t black = 0;
  for (const std::uint8_t pixel : shown.pixels())
    black += pixel < 100 ? 1 : 0;
  EXPECT_EQ(black, static_cast<std::size_t>(kNumberPlace.width * kNumberPlace.height));
  EXPECT_GT(shown.row(0)[0], 200);
  const auto page = open(session(), id, "page-1");
  const Page whole = decoded(pictures.png(*page).value());
  EXPECT_EQ(whole.width(), 800);
  EXPECT_EQ(whole.height(), 1100);
}

// A paper that lay on its side: a clockwise turn brings it upright.
TEST_F(ReviewTest, ThePictureOfATurnedPageIsUpright) {
  ocr::DocumentText text;
  text.pages = {page_text_of("81")};
  ocr::PageText& page = text.pages[0];
  page.width = 1100;
  page.height = 800;
  page.turn_degrees = 90;
  page.to_master = Affine{0, 1, 0, -1, 0, 800};
  text.fields["number"] = {"81", 0.3, 1, kNumberPlace};
  const Json json = ocr::to_json(text);
  ASSERT_EQ(json["fields"]["number"]["box"], Json({200, 466, 30, 154}));
  Page master = paper(1100, 800);
  // Black where the number begins, grey where it ends.
  for (int y = 466; y < 620; ++y)
    std::fill_n(master.row(y) + 200, 30, static_cast<std::uint8_t>(y > 600 ? 0 : 120));
  Record record;
  record.file = "turned";
  record.pages = record.masters = 1;
  record.fields = json["fields"];
  auto writer = session().write_document(kMat);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(
      writer->add({vault::ObjectKind::kMaster, 1}, scanner::encode_png(master).value()));
  ASSERT_TRUE(writer->add({vault::ObjectKind::kText, 1}, to_cbor(json["pages"][0])));
  ASSERT_TRUE(writer->add({vault::ObjectKind::kRecord, 1}, record.encode()));
  ASSERT_TRUE(writer->commit());
  const auto opened = open(session(), writer->id(), "number");
  ASSERT_TRUE(opened);
  const Page shown = decoded(ReviewPictures().png(*opened).value());
  EXPECT_GT(shown.width(), shown.height());
  std::vector<int> marks;  // along the middle of the number
  for (int x = 0; x < shown.width(); ++x) {
    const int pixel = shown.row(shown.height() / 2)[x];
    if (pixel < 200 && (marks.empty() || marks.back() != pixel)) marks.push_back(pixel);
  }
  EXPECT_EQ(marks, (std::vector<int>{0, 120})) << "read from left to right";
}

// A blank first page is not in the access copy: its second page is the copy's first.
TEST_F(ReviewTest, ABlankPageThatWasLeftOutShiftsNothing) {
  ocr::DocumentText text;
  text.pages = {page_text_of("81"), page_text_of("81")};
  text.pages[0].lines.clear();
  text.pages[0].blank = true;
  text.pages[1].number = text.pages[1].captured_page = 2;
  text.fields["number"] = {"81", 0.3, 2, text.pages[1].lines[0].words[1].box};
  const Json json = ocr::to_json(text);
  Record record;
  record.file = "two";
  record.pages = record.masters = 2;
  record.left_out = {1};
  record.fields = json["fields"];
  std::vector<ocr::PdfPage> sheets;
  sheets.push_back({ocr::jpeg_picture(paper()).value(), text.pages[1]});
  auto writer = session().write_document(kMat);
  ASSERT_TRUE(writer);
  for (std::uint32_t page = 1; page <= 2; ++page)
    ASSERT_TRUE(
        writer->add({vault::ObjectKind::kText, page}, to_cbor(json["pages"][page - 1])));
  ASSERT_TRUE(
      writer->add({vault::ObjectKind::kPdf, 1}, ocr::write_pdf(sheets, {}).value()));
  ASSERT_TRUE(writer->add({vault::ObjectKind::kRecord, 1}, record.encode()));
  ASSERT_TRUE(writer->commit());
  const auto settled = settle(writer->id(), "number", value("87"));
  ASSERT_TRUE(settled) << settled.error().text();
  EXPECT_TRUE(settled->in_text);
  EXPECT_EQ(pdf_text(writer->id()).find("Số: 87/QĐ-UBND\n"), 0U);
  // A page that is in no copy is corrected all the same.
  ASSERT_TRUE(settle(writer->id(), "page-1", value("Mặt sau")));
  EXPECT_EQ(*page_text(*open_document(session(), writer->id()), 1), "Mặt sau\n");
  EXPECT_EQ(pdf_text(writer->id()).find("Mặt sau"), std::string::npos);
}

}  // namespace
}  // namespace tangthu::archive
