#include "samples/page_maker.h"

#include <algorithm>
#include <array>
#include <mutex>

#include "samples/composer.h"
#include "samples/grammar.h"
#include "samples/pen_and_stamps.h"
#include "samples/texts.h"
#include "samples/typeset.h"

namespace tangthu::samples {
namespace {

// At one page, each with less to say or smaller type, and the last ones crowded.
constexpr int kMaxTries = 24;
constexpr int kMaxCrowdedTries = 16;

Level random_level(Random& random) {
  const double draw = random.uniform();
  if (draw < 0.80) return Level::kThuong;
  if (draw < 0.90) return Level::kMat;
  return draw < 0.96 ? Level::kToiMat : Level::kTuyetMat;
}

Era random_era(Grade grade, Random& random) {
  const double draw = random.uniform();
  const double old = grade == Grade::kHard ? 0.45 : grade == Grade::kScan ? 0.2 : 0.12;
  if (draw > old) return Era::kModern;
  return draw < old * 0.4 ? Era::kTypewriter : Era::kOld;
}

std::string random_type(Random& random) {
  // A registry holds mostly these; the others come too.
  static constexpr std::array kCommon = {"CV", "CV", "CV",  "QĐ", "QĐ", "TB",
                                         "BC", "KH", "TTr", "CT", "HD"};
  if (random.chance(0.55)) return random.pick(kCommon);
  return random.pick(document_types()).code;
}

Result<void> check(const DocumentSpec& spec) {
  if (spec.dpi < kMinSampleDpi || spec.dpi > kMaxSampleDpi) {
    return fail(ErrorCode::kUsage, "the resolution is outside 72 to 600 dpi",
                "choose --dpi 300");
  }
  if (spec.plant.size() > kMaxPlantBytes) {
    return fail(ErrorCode::kUsage, "the words to plant are longer than 200 bytes",
                "plant fewer words");
  }
  if (spec.type.empty()) return {};
  for (const DocumentType& type : document_types()) {
    if (type.code == spec.type) return {};
  }
  return fail(ErrorCode::kUsage, "there is no such document type",
              "see --help for the 29 types", spec.type);
}

struct Set {
  Document document;
  Places places;
};

// Composes until the document has the length that is wished for.
void compose_and_set(const DocumentSpec& spec, Wishes wishes, const Random& start,
                     Set& set, std::optional<Sheets>& sheets) {
  const Grammar grammar = Grammar::parse(built_in_texts());
  Random random = start;
  const std::string urgency =
      random.chance(0.12)
          ? random.pick(std::array<std::string, 3>{"KHẨN", "THƯỢNG KHẨN", "HỎA TỐC"})
          : std::string();
  const bool incoming = spec.grade != Grade::kClean && random.chance(0.25);
  if (spec.length == Length::kSinglePage) wishes.amount = random.integer(0, 1);
  for (int attempt = 0; attempt < kMaxTries + kMaxCrowdedTries; ++attempt) {
    Random own = random.fork();
    Phrases phrases(grammar, own);
    set.document = Composer(grammar, phrases, wishes).compose();
    set.document.urgency = urgency;
    set.document.incoming = incoming;
    if (attempt > kMaxTries / 3) {
      set.document.style.body_size = std::min(set.document.style.body_size, 13.0);
      set.document.style.leading = 1.2;
      set.document.style.paragraph_gap = 2;
    }
    if (attempt >= kMaxTries) {
      set.document.style.body_size = std::min(set.document.style.body_size, 11.0);
      set.document.style.leading = 1.05;
      set.document.style.paragraph_gap = 1;
      set.document.style.margin_top_mm = 12;
      set.document.style.margin_bottom_mm = 12;
    }
    sheets.emplace(set.document.style);
    set.places = typeset(set.document, *sheets);
    if (spec.length == Length::kAny || sheets->count() == 1) return;
    wishes.amount = 0;
  }
}

TruthPage truth_page(const Sheets& sheets, int sheet, const Degraded& degraded, int dpi) {
  const double scale = dpi / 72.0;
  const Page& page = degraded.page;
  TruthPage truth{sheet + 1,  page.width(),          page.height(),
                  page.dpi(), degraded.turn_degrees, degraded.skew_degrees,
                  {}};
  for (const PlacedLine& line : sheets.lines(sheet)) {
    const Box box{static_cast<int>(line.ink.x * scale),
                  static_cast<int>(line.ink.y * scale),
                  static_cast<int>(line.ink.width * scale) + 2,
                  static_cast<int>(line.ink.height * scale) + 2};
    truth.lines.push_back({line.text,
                           degraded.from_rendering.map(box, page.width(), page.height()),
                           line.role});
  }
  return truth;
}

// Inks multiply: what a hand put on is what the page lost since it was printed. Red ink
// leaves most of the red light.
Result<Page> ink_layers(const Page& printed, const Page& marked) {
  constexpr int kPenLeaves = 180;
  constexpr int kStampLeaves = 225;
  Page layers = TRY(
      Page::create(printed.width(), printed.height(), PixelFormat::kRgb, printed.dpi()));
  for (int y = 0; y < layers.height(); ++y) {
    const std::uint8_t* before = printed.row(y);
    const std::uint8_t* after = marked.row(y);
    std::uint8_t* layer = layers.row(y);
    for (int x = 0; x < layers.width(); ++x, before += 3, after += 3, layer += 3) {
      const auto left = [&](int plane) {
        return before[plane] == 0 ? 255 : 255 * after[plane] / before[plane];
      };
      const bool pen = left(0) < kPenLeaves;
      layer[0] = before[1];
      layer[1] = pen ? 0 : 255;
      layer[2] = !pen && std::min(left(1), left(2)) < kStampLeaves ? 0 : 255;
    }
  }
  return layers;
}

std::vector<Page> copies(const std::vector<Page>& pages) {
  std::vector<Page> out;
  out.reserve(pages.size());
  for (const Page& page : pages)
    out.push_back(page.clone());
  return out;
}

}  // namespace

const std::vector<DocumentType>& document_types() {
  static const std::vector<DocumentType> kTypes = {
      {"NQ", "Nghị quyết"},      {"QĐ", "Quyết định"},   {"CT", "Chỉ thị"},
      {"QC", "Quy chế"},         {"QyĐ", "Quy định"},    {"TC", "Thông cáo"},
      {"TB", "Thông báo"},       {"HD", "Hướng dẫn"},    {"CTr", "Chương trình"},
      {"KH", "Kế hoạch"},        {"PA", "Phương án"},    {"ĐA", "Đề án"},
      {"DA", "Dự án"},           {"BC", "Báo cáo"},      {"BB", "Biên bản"},
      {"TTr", "Tờ trình"},       {"HĐ", "Hợp đồng"},     {"CV", "Công văn"},
      {"CĐ", "Công điện"},       {"BGN", "Bản ghi nhớ"}, {"BTT", "Bản thỏa thuận"},
      {"GUQ", "Giấy ủy quyền"},  {"GM", "Giấy mời"},     {"GGT", "Giấy giới thiệu"},
      {"GNP", "Giấy nghỉ phép"}, {"PG", "Phiếu gửi"},    {"PC", "Phiếu chuyển"},
      {"PB", "Phiếu báo"},       {"TCo", "Thư công"}};
  return kTypes;
}

Result<MadeDocument> make_document(const DocumentSpec& spec) {
  if (auto checked = check(spec); !checked) return Failure(std::move(checked).error());
  // FreeType's state is shared below Pango and cairo: one thread draws at a time.
  static std::mutex drawing;
  const std::lock_guard lock(drawing);
  Random random(spec.seed);
  Wishes wishes;
  const std::string any_type = random_type(random);
  const Level any_level = random_level(random);
  wishes.type_code = spec.type.empty() ? any_type : spec.type;
  wishes.level = spec.level.value_or(any_level);
  wishes.era = random_era(spec.grade, random);
  wishes.amount = random.pick(std::array{0, 0, 1, 1, 2, 3, 4});
  wishes.by_hand = spec.grade != Grade::kClean && random.chance(0.6);
  wishes.plant = spec.plant;

  Set set;
  std::optional<Sheets> sheets;
  compose_and_set(spec, wishes, random.fork(), set, sheets);

  std::vector<Page> renderings;
  renderings.reserve(static_cast<std::size_t>(sheets->count()));
  for (int sheet = 0; sheet < sheets->count(); ++sheet) {
    renderings.push_back(TRY(sheets->paint(sheet, spec.dpi)));
  }
  const bool keep_ink = spec.ink_truth == InkTruth::kLayers;
  const std::vector<Page> printed = keep_ink ? copies(renderings) : std::vector<Page>();
  set.document.stamp_faintness = spec.stamp_faintness;
  set.document.unusual_stamps = spec.stamps == StampVariety::kUnusual;
  Random hands = random.fork();
  std::vector<TruthStamp> stamps =
      add_marks(set.document, *sheets, set.places, spec.grade, renderings, hands);

  MadeDocument made;
  Truth& truth = made.truth;
  truth = {std::string(grade_code(spec.grade)),
           spec.seed,
           wishes.level,
           set.document.type_name,
           set.document.fields,
           set.document.handwritten,
           {},
           {}};
  if (wishes.level != Level::kThuong) {
    truth.fields["secrecy"] = secrecy_stamp(wishes.level);
  }
  if (!set.document.urgency.empty()) truth.fields["urgency"] = set.document.urgency;
  Random wear = random.fork();
  for (int sheet = 0; sheet < sheets->count(); ++sheet) {
    const auto at = static_cast<std::size_t>(sheet);
    std::optional<Page> layers;
    if (keep_ink) layers = TRY(ink_layers(printed[at], renderings[at]));
    Degraded degraded = TRY(degrade(renderings[at], spec.grade, wear, {}, spec.more_wear,
                                    layers ? &*layers : nullptr));
    truth.pages.push_back(truth_page(*sheets, sheet, degraded, spec.dpi));
    for (TruthStamp& stamp : stamps) {
      if (stamp.page != sheet + 1) continue;
      stamp.box = degraded.from_rendering.map(stamp.box, degraded.page.width(),
                                              degraded.page.height());
    }
    made.pages.push_back(std::move(degraded.page));
    if (degraded.layer) made.ink.push_back(std::move(*degraded.layer));
  }
  truth.stamps = std::move(stamps);
  return made;
}

std::string_view grade_code(Grade grade) {
  static constexpr std::array<std::string_view, 3> kCodes = {"clean", "scan", "hard"};
  return kCodes[static_cast<std::size_t>(grade)];
}

Result<Grade> parse_grade(std::string_view code) {
  for (const Grade grade : {Grade::kClean, Grade::kScan, Grade::kHard}) {
    if (code == grade_code(grade)) return grade;
  }
  return fail(ErrorCode::kUsage, "there is no such grade", "choose clean, scan or hard");
}

}  // namespace tangthu::samples
