// What a beam is made of: nodes of paths, and heaps that keep the best of them.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ocr/reader/dictionary.h"

namespace tangthu::ocr::reader {

// How the next column may go on from a node.
enum class Next : std::uint8_t {
  kAnything,
  kOnlyDuplicate,  // scored together with the same character in the next column
  kNoDuplicate,    // scored together with the one before
};
inline constexpr std::size_t kNexts = 3;

struct Node {
  const Node* previous = nullptr;
  const Place* places = nullptr;  // in the dictionary; null outside of it
  std::uint64_t hash = 0;         // of the codes up to here
  std::uint32_t place_count = 0;
  float certainty = 0;
  float score = 0;  // the path's
  int code = -1;
  int character = kNoCharacter;
  Source source = Source::kTopChoice;
  bool starts_dictionary = false;  // a word may begin behind it
  bool starts_word = false;
  bool ends_word = false;
  bool duplicate = false;
};

// The best nodes, the worst of them on top.
class NodeHeap {
 public:
  void clear() { nodes_.clear(); }
  std::size_t size() const { return nodes_.size(); }
  const Node& operator[](std::size_t index) const { return nodes_[index]; }
  const Node& worst() const { return nodes_[0]; }
  // False where `score` would not be kept among `most`.
  bool takes(float score, std::size_t most) const {
    return nodes_.size() < most || score > nodes_[0].score;
  }
  // A node of the same path replaces it where it scores better.
  void add(const Node& node, std::size_t most);

 private:
  bool replace(const Node& node);
  void pop();
  std::size_t sift_up(std::size_t hole, const Node& node);
  std::size_t sift_down(std::size_t hole, const Node& node);

  std::vector<Node> nodes_;
};

// Keeps lists of places as long as a line is read.
class PlaceStore {
 public:
  const Place* keep(const std::vector<Place>& places);
  void clear() {
    block_ = 0;
    used_ = 0;
  }

 private:
  static constexpr std::size_t kBlock = 4096;
  std::vector<std::vector<Place>> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
};

}  // namespace tangthu::ocr::reader
