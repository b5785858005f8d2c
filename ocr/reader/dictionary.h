// A model's dictionaries: graphs of its words, of what may stand in numbers, and of the
// punctuation around both.
//
// Thread rule: immutable once parsed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ocr/reader/charset.h"
#include "ocr/reader/model_file.h"

namespace tangthu::ocr::reader {

// Where a word so far may have come from; the values are Tesseract's, which compares
// them.
enum class Source : std::int8_t {
  kNone = 0,
  kPunctuation = 1,
  kTopChoice = 2,  // the network alone
  kNumber = 6,
  kWord = 8,
};

// One graph: edges of a letter, the node behind it, and whether a word may end there.
class Graph {
 public:
  static constexpr std::int64_t kNone = -1;

  static std::optional<Graph> parse(ByteView bytes);

  // The edge of `letter` out of `node`; kNone where there is none.
  std::int64_t edge(std::int64_t node, int letter) const;
  bool ends_word(std::int64_t edge) const { return edge != kNone && at(edge).ends; }
  // Behind `edge` (kNone: the beginning); kNone where nothing follows.
  std::int64_t node_after(std::int64_t edge) const;

 private:
  struct Edge {
    std::uint32_t node = 0;
    std::uint16_t letter = 0;
    bool ends = false;
    bool last = false;  // of its node
  };
  const Edge& at(std::int64_t edge) const {
    return edges_[static_cast<std::size_t>(edge)];
  }
  std::vector<Edge> edges_;
  std::vector<std::int64_t> first_;  // of the beginning's edges, by letter
};

// A place in the dictionaries: an edge of a graph (a word's or numbers'), and one of the
// punctuation's, either of which may not be entered yet.
struct Place {
  std::int8_t graph = -1;
  bool behind = false;  // the word has ended; only punctuation may follow
  bool in_punctuation = false;
  std::int32_t edge = Graph::kNone;
  std::int32_t punctuation = Graph::kNone;

  bool operator==(const Place&) const = default;
};

struct Continued {
  Source source = Source::kNone;
  bool may_end = false;
};

class Dictionary {
 public:
  // Without any of the parts there is none. kCorrupt where one is not what it should be.
  static Result<std::optional<Dictionary>> parse(const ModelFile& file,
                                                 const Charset& charset,
                                                 const std::string& name);

  // Places of a word that has not begun.
  const std::vector<Place>& beginnings() const { return beginnings_; }
  // `out`: the places after `character`; none where it leads nowhere (Source::kNone).
  Continued follow(const Place* places, std::size_t count, int character,
                   std::vector<Place>& out) const;

  // Whether a whole word stands in the dictionary (numbers don't count).
  bool has_word(const std::vector<int>& characters) const;

 private:
  static constexpr std::size_t kGraphs = 2;  // words, numbers
  enum Index : std::size_t { kWords, kNumbers };

  int letter_for(std::size_t graph, int character) const;
  void enter(const Place& place, int character, std::vector<Place>& out,
             Continued& result) const;
  void leave(const Place& place, int character, std::vector<Place>& out,
             Continued& result) const;
  void go_on(const Place& place, int character, std::vector<Place>& out,
             Continued& result) const;

  std::optional<Graph> punctuation_;
  std::array<std::optional<Graph>, kGraphs> graphs_;
  std::vector<bool> digits_;  // by character
  std::vector<Place> beginnings_;
};

}  // namespace tangthu::ocr::reader
