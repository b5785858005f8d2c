// A table of a paper: headings on every page, rows that stay whole. For
// archive/paper/*.cc only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/paper/sheet_cursor.h"

namespace tangthu::archive {

class PaperTable {
 public:
  PaperTable(SheetCursor& cursor, std::vector<PaperColumn> columns);

  std::size_t columns() const { return columns_.size(); }
  void row(const std::vector<std::string>& cells, RowKind kind);
  void note(const std::string& text);
  // Draws what frames the rows of the last page; nothing comes after that. The last row
  // goes to the next page with what follows, of this height, where only both fit there.
  void end(double following);

 private:
  // Lines of each cell, in cells of these edges.
  struct Cells {
    std::vector<std::vector<std::u32string>> lines;
    std::vector<TextStyle> styles;
    std::vector<double> edges;  // one more than cells
    double height = 0;
  };

  Cells layout(const std::vector<std::string>& texts, std::vector<double> edges,
               const std::vector<TextStyle>& styles) const;
  void headings();
  void place(Cells cells);
  void place_waiting();
  void place_whole(const Cells& cells);
  void place_in_pieces(const Cells& cells);
  void draw(const Cells& cells, std::size_t from, std::size_t count);
  void next_page();
  void end_verticals();

  SheetCursor& cursor_;
  std::vector<PaperColumn> columns_;
  std::vector<double> edges_;
  Cells heading_;
  Cells numbers_;
  bool begun_ = false;
  std::optional<Cells> waiting_;  // the last row
  bool page_has_row_ = false;
  // Upper end of the verticals that are not drawn yet, and where they stand.
  double verticals_from_ = 0;
  std::vector<double> verticals_;
};

}  // namespace tangthu::archive
