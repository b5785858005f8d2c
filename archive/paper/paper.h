// Papers of the office: registers, inventories and reports as they are printed, signed
// and bound. A4, PDF/A-2u, vector text that copies out; form after Decree 30/2020/NĐ-CP,
// Annex I (heading of two columns, Times, a wide margin where it is bound).
//
//   auto paper = TRY(PaperWriter::begin(PaperShape::kLandscape, "Sổ đi năm 2026"));
//   TRY(paper.heading(body, "SỔ ĐĂNG KÝ VĂN BẢN ĐI", {"Năm 2026"}));
//   paper.begin_table(columns);
//   for (const auto& row : rows) TRY(paper.row(row.cells));
//   Bytes pdf = TRY(paper.finish(closing));
//
// Headings of a table are repeated on every page, a row stands on one page unless it is
// higher than a page, and every page bears "Trang i/n". Texts are UTF-8; what the font
// lacks is printed as "?". Thread rule: one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace tangthu::archive {

enum class PaperShape { kPortrait, kLandscape };
enum class CellAlign { kLeft, kCentre, kRight };
enum class RowKind { kPlain, kTotal };  // kTotal: in bold

// The left column of a heading, and where and when. Empty lines are left out; an empty
// `agency` is a dotted line to be filled in.
struct IssuingBody {
  std::string parent;
  std::string agency;
  std::string number;     // "Số: 12/BC-STC"
  std::string place_day;  // "Hà Nội, ngày 15 tháng 12 năm 2026"
};

struct PaperColumn {
  std::string heading;
  double width = 1;  // as against the other columns
  CellAlign align = CellAlign::kLeft;
};

struct SignatureBlock {
  std::string title;  // "NGƯỜI LẬP SỔ"
  std::string hint;   // "(Ký, ghi rõ họ tên)"
  std::string name;   // under the room for the signature; may be empty
};

// What a paper ends with. "{trang}" in `words` becomes the number of its pages.
struct PaperClosing {
  std::vector<std::string> words;          // a paragraph each
  std::string place_day;                   // over the last signature
  std::vector<SignatureBlock> signatures;  // from left to right, at most 3
};

inline constexpr std::size_t kMostColumns = 20;
inline constexpr std::size_t kLongestCell = 20'000;  // bytes

class PaperWriter {
 public:
  // `title` is what the file says of itself. kNotFound: the fonts are not installed.
  static Result<PaperWriter> begin(PaperShape shape, const std::string& title);
  PaperWriter(PaperWriter&&) noexcept;
  PaperWriter& operator=(PaperWriter&&) noexcept;
  ~PaperWriter();

  // A framed red word ("MẬT") under the first heading, and in every page's foot.
  void mark(std::string_view secrecy);
  // A page of its own, before anything else: the heading, the title in its middle, lines
  // under it.
  void cover(const IssuingBody& body, const std::string& title,
             const std::vector<std::string>& lines);
  // At the top of a page.
  void heading(const IssuingBody& body, const std::string& title,
               const std::vector<std::string>& subtitles);
  void paragraph(const std::string& text);
  // Stands over a table, and not alone at the foot of a page.
  void caption(const std::string& text);
  // The columns of the rows that follow, 1 to kMostColumns; numbered under their
  // headings. kUsage.
  Result<void> begin_table(std::vector<PaperColumn> columns);
  // kUsage: not one cell a column. Cells longer than kLongestCell are cut, with "…".
  Result<void> row(const std::vector<std::string>& cells, RowKind kind = RowKind::kPlain);
  // A row of one cell as wide as the table, in italics.
  Result<void> note(const std::string& text);

  // Nothing can be added afterwards. kBadInput: more than 20,000 pages.
  Result<Bytes> finish(const PaperClosing& closing);

 private:
  class Impl;
  explicit PaperWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// "Hà Nội, ngày 05 tháng 3 năm 2020": days below 10 and months below 3 have a nought
// (Decree 30/2020/NĐ-CP, Annex I). `iso` is "YYYY-MM-DD"; an empty one leaves dots.
std::string place_and_day(const std::string& place, const std::string& iso);

}  // namespace tangthu::archive
