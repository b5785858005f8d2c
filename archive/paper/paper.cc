#include "archive/paper/paper.h"

#include <algorithm>
#include <optional>

#include "archive/paper/heading.h"
#include "archive/paper/sheet_cursor.h"
#include "archive/paper/table.h"
#include "base/clock.h"
#include "base/date.h"
#include "base/unicode.h"

namespace tangthu::archive {
namespace {

constexpr double kShortSide = 210 * kPointsPerMm;
constexpr double kLongSide = 297 * kPointsPerMm;
constexpr TextStyle kBody = {ocr::Typeface::kRegular, 13};
constexpr TextStyle kCaption = {ocr::Typeface::kBold, 13};
constexpr TextStyle kFoot = {ocr::Typeface::kRegular, 10, CellAlign::kRight};
constexpr double kIndent = 10 * kPointsPerMm;
constexpr double kUnderTable = 10;
constexpr double kSignatureRoom = 25 * kPointsPerMm;

std::string cut(const std::string& text) {
  if (text.size() <= kLongestCell) return text;
  std::size_t end = kLongestCell;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
    --end;
  return text.substr(0, end) + "…";
}

std::string with_pages(std::string text, std::size_t pages) {
  const std::string mark = "{trang}";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
    text.replace(at, mark.size(), std::to_string(pages));
  return text;
}

}  // namespace

class PaperWriter::Impl {
 public:
  Impl(ocr::PdfSheets sheets, double width, double height, std::string title)
      : cursor_(std::move(sheets), width, height), title_(std::move(title)) {}

  void mark(std::string_view secrecy) { secrecy_ = secrecy; }

  void cover(const IssuingBody& body, const std::string& title,
             const std::vector<std::string>& lines) {
    cursor_.add_page();
    draw_cover(cursor_, body, secrecy_, title, lines);
    cursor_.go_to(cursor_.bottom());
  }

  void heading(const IssuingBody& body, const std::string& title,
               const std::vector<std::string>& subtitles) {
    end_table();
    cursor_.add_page();
    draw_heading(cursor_, body, secrecy_);
    draw_title(cursor_, title, subtitles);
  }

  void paragraph(const std::string& text) {
    end_table();
    const auto lines = cursor_.lines_of(text, width() - kIndent, kBody);
    bool first = true;
    for (const std::u32string& line : lines) {
      cursor_.need(kBody.leading());
      cursor_.line(line, cursor_.left() + (first ? kIndent : 0), cursor_.right(),
                   cursor_.y(), kBody);
      cursor_.skip(kBody.leading());
      first = false;
    }
    cursor_.skip(4);
  }

  void caption(const std::string& text) {
    end_table();
    // Room for headings and some rows under it.
    cursor_.need(6 * kBody.leading() + 60);
    cursor_.skip(6);
    cursor_.go_to(
        cursor_.block(text, cursor_.left(), cursor_.right(), cursor_.y(), kCaption) - 4);
  }

  Result<void> begin_table(std::vector<PaperColumn> columns) {
    const bool sound = std::all_of(columns.begin(), columns.end(),
                                   [](const PaperColumn& c) { return c.width > 0; });
    if (columns.empty() || columns.size() > kMostColumns || !sound) {
      return fail(ErrorCode::kUsage, "a table has 1 to 20 columns that have widths",
                  "correct the form in rules/registers.toml");
    }
    end_table();
    if (!cursor_.has_page()) cursor_.add_page();
    table_.emplace(cursor_, std::move(columns));
    return {};
  }

  Result<void> row(const std::vector<std::string>& cells, RowKind kind) {
    if (!table_ || cells.size() != table_->columns()) {
      return fail(ErrorCode::kUsage, "a row has one cell a column",
                  "begin the table with as many columns");
    }
    std::vector<std::string> texts;
    std::transform(cells.begin(), cells.end(), std::back_inserter(texts), cut);
    table_->row(texts, kind);
    return check_pages();
  }

  Result<void> note(const std::string& text) {
    if (!table_) {
      return fail(ErrorCode::kUsage, "a note stands in a table", "begin the table first");
    }
    table_->note(cut(text));
    return check_pages();
  }

  Result<Bytes> finish(const PaperClosing& closing) {
    end_table(height_of(closing));
    if (!cursor_.has_page()) cursor_.add_page();
    draw_closing(closing);
    number_pages();
    ocr::PdfInfo info;
    info.title = title_;
    info.created = now_utc();
    return cursor_.sheets().finish(info);
  }

 private:
  double width() const { return cursor_.right() - cursor_.left(); }

  Result<void> check_pages() {
    if (cursor_.sheets().page_count() <= ocr::kMostSheets) return {};
    return fail(ErrorCode::kBadInput, "a printed paper has 1 to 20,000 pages",
                "print it in parts");
  }

  // What follows must have a row above it: a page with signatures and nothing that they
  // sign would be worth nothing.
  void end_table(double following = 0) {
    if (!table_) return;
    table_->end(following + kUnderTable);
    table_.reset();
    cursor_.skip(kUnderTable);
  }

  double height_of(const PaperClosing& closing) {
    double height = 0;
    for (const std::string& words : closing.words) {
      const auto lines = cursor_.lines_of(words, width() - kIndent, kBody).size();
      height += static_cast<double>(lines) * kBody.leading() + 4;
    }
    if (!closing.signatures.empty()) height += signatures_height();
    return height;
  }
  static double signatures_height() { return 5 * kBody.leading() + kSignatureRoom; }

  // All on one page: a certificate that is torn from its signature is none.
  void draw_closing(const PaperClosing& closing) {
    const double height = height_of(closing);
    if (height <= 0) return;
    cursor_.need(std::min(height, cursor_.page_height()));
    const std::size_t pages = cursor_.sheets().page_count();
    for (const std::string& words : closing.words)
      paragraph(with_pages(words, pages));
    draw_signatures(closing);
  }

  void draw_signatures(const PaperClosing& closing) {
    if (closing.signatures.empty()) return;
    const std::size_t blocks = std::max<std::size_t>(2, closing.signatures.size());
    const double each = width() / static_cast<double>(blocks);
    const std::size_t empty = blocks - closing.signatures.size();
    const TextStyle italic = {ocr::Typeface::kItalic, 13, CellAlign::kCentre};
    const TextStyle bold = {ocr::Typeface::kBold, 13, CellAlign::kCentre};
    cursor_.skip(4);
    if (!closing.place_day.empty()) {
      cursor_.go_to(cursor_.block(closing.place_day, cursor_.right() - width() / 2,
                                  cursor_.right(), cursor_.y(), italic) -
                    4);
    }
    for (std::size_t i = 0; i < closing.signatures.size(); ++i) {
      const SignatureBlock& block = closing.signatures[i];
      const double x0 = cursor_.left() + each * static_cast<double>(i + empty);
      double y = cursor_.block(block.title, x0, x0 + each, cursor_.y(), bold);
      y = cursor_.block(block.hint, x0, x0 + each, y, italic);
      if (!block.name.empty())
        cursor_.block(block.name, x0, x0 + each, y - kSignatureRoom, bold);
    }
    cursor_.skip(4 * kBody.leading() + kSignatureRoom);
  }

  void number_pages() {
    ocr::PdfSheets& sheets = cursor_.sheets();
    const std::string of = "/" + std::to_string(sheets.page_count());
    for (std::size_t i = 0; i < sheets.page_count(); ++i) {
      const auto text = to_code_points("Trang " + std::to_string(i + 1) + of);
      const double size = sheets.width_of(text, kFoot.face, kFoot.points);
      const double y = cursor_.bottom() - 20;
      sheets.put_on(i, text, {kFoot.face, kFoot.points, cursor_.right() - size, y});
      if (!secrecy_.empty()) {
        sheets.put_on(
            i, printable(secrecy_),
            {ocr::Typeface::kBold, kFoot.points, cursor_.left(), y, ocr::Ink::kRed});
      }
    }
  }

  SheetCursor cursor_;
  std::string title_;
  std::string secrecy_;
  std::optional<PaperTable> table_;
};

PaperWriter::PaperWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PaperWriter::PaperWriter(PaperWriter&&) noexcept = default;
PaperWriter& PaperWriter::operator=(PaperWriter&&) noexcept = default;
PaperWriter::~PaperWriter() = default;

Result<PaperWriter> PaperWriter::begin(PaperShape shape, const std::string& title) {
  const bool upright = shape == PaperShape::kPortrait;
  const double width = upright ? kShortSide : kLongSide;
  const double height = upright ? kLongSide : kShortSide;
  auto sheets = TRY(ocr::PdfSheets::open(width, height));
  return PaperWriter(std::make_unique<Impl>(std::move(sheets), width, height, title));
}

void PaperWriter::mark(std::string_view secrecy) {
  impl_->mark(secrecy);
}

void PaperWriter::cover(const IssuingBody& body, const std::string& title,
                        const std::vector<std::string>& lines) {
  impl_->cover(body, title, lines);
}

void PaperWriter::heading(const IssuingBody& body, const std::string& title,
                          const std::vector<std::string>& subtitles) {
  impl_->heading(body, title, subtitles);
}

void PaperWriter::paragraph(const std::string& text) {
  impl_->paragraph(text);
}

void PaperWriter::caption(const std::string& text) {
  impl_->caption(text);
}

Result<void> PaperWriter::begin_table(std::vector<PaperColumn> columns) {
  return impl_->begin_table(std::move(columns));
}

Result<void> PaperWriter::row(const std::vector<std::string>& cells, RowKind kind) {
  return impl_->row(cells, kind);
}

Result<void> PaperWriter::note(const std::string& text) {
  return impl_->note(text);
}

Result<Bytes> PaperWriter::finish(const PaperClosing& closing) {
  return impl_->finish(closing);
}

}  // namespace tangthu::archive
