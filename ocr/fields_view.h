// A page as the field readers see it: runs of words that stand together on one line.
// A line that spans two columns (heading, signature) is several runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ocr/fields_pairs.h"
#include "ocr/text.h"

namespace tangthu::ocr {

struct Run {
  std::string text;
  std::string key;  // as match_key
  Box box;
  double confidence = 0;  // over words, weighted by length
  std::vector<Word> words;

  int centre_x() const { return box.x + box.width / 2; }
};

Run make_run(std::vector<Word> words);

// Runs of a page, which owns them.
using Runs = std::vector<const Run*>;

class PageView {
 public:
  explicit PageView(const PageText& page);

  bool empty() const { return empty_; }  // it has no lines
  int number() const { return number_; }
  int width() const { return width_; }
  int height() const { return height_; }
  // In reading order as the page gave them.
  const std::vector<Run>& runs() const { return runs_; }
  // The middle height of a word on this page, pixels.
  int word_height() const { return word_height_; }
  // The same share of the page in pixels.
  int across(double share) const { return static_cast<int>(share * width_); }
  int down(double share) const { return static_cast<int>(share * height_); }

 private:
  bool empty_;
  int number_;
  int width_;
  int height_;
  int word_height_ = 1;
  std::vector<Run> runs_;
};

// Indices of runs, from the top down.
Runs by_height(Runs runs);

// A field made of runs: their common box, their confidence scaled by how well the shape
// fits.
Field make_field(std::string_view value, const Runs& runs, int page, double shape);

// Words as the value of a field. A field is as sure as the least sure of its words: one
// misread word makes it wrong. What a neighbour vouches for (KnownPairs) is surer.
struct Phrase {
  std::string text;
  std::string read;  // as it stands on the page; differs where marks were put back
  double confidence = 0;
};
// kDropped: signs that stand alone or cling to a word are dirt or a stamp's rim, as in
// names of bodies and persons.
enum class StraySigns { kKept, kDropped };
Phrase phrase_of(const std::vector<Word>& words, const KnownPairs& pairs, Echo echo,
                 StraySigns signs);
std::vector<Word> words_of(const Runs& runs);
Field make_field(const Phrase& phrase, const Runs& runs, int page, double shape);

}  // namespace tangthu::ocr
