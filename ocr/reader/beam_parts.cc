#include "ocr/reader/beam_parts.h"

#include <algorithm>

namespace tangthu::ocr::reader {

// The order of nodes of equal score decides between readings of equal worth: sifting is
// that of every binary heap, so that it is Tesseract's.
std::size_t NodeHeap::sift_up(std::size_t hole, const Node& node) {
  while (hole > 0) {
    const std::size_t parent = (hole + 1) / 2 - 1;
    if (!(node.score < nodes_[parent].score)) break;
    nodes_[hole] = nodes_[parent];
    hole = parent;
  }
  return hole;
}

std::size_t NodeHeap::sift_down(std::size_t hole, const Node& node) {
  for (std::size_t child = 2 * hole + 1; child < nodes_.size(); child = 2 * hole + 1) {
    if (child + 1 < nodes_.size() && nodes_[child + 1].score < nodes_[child].score)
      ++child;
    if (!(nodes_[child].score < node.score)) break;
    nodes_[hole] = nodes_[child];
    hole = child;
  }
  return hole;
}

bool NodeHeap::replace(const Node& node) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const Node& known = nodes_[i];
    if (known.code != node.code || known.hash != node.hash ||
        known.source != node.source || known.starts_dictionary != node.starts_dictionary)
      continue;
    if (node.score > known.score) {
      std::size_t hole = sift_down(i, node);
      hole = sift_up(hole, node);
      nodes_[hole] = node;
    }
    return true;
  }
  return false;
}

void NodeHeap::pop() {
  const Node last = nodes_.back();
  nodes_.pop_back();
  if (!nodes_.empty()) nodes_[sift_down(0, last)] = last;
}

void NodeHeap::add(const Node& node, std::size_t most) {
  if (replace(node)) return;
  nodes_.push_back(node);
  const std::size_t hole = sift_up(nodes_.size() - 1, node);
  nodes_[hole] = node;
  if (nodes_.size() > most) pop();
}

const Place* PlaceStore::keep(const std::vector<Place>& places) {
  if (block_ < blocks_.size() && used_ + places.size() > blocks_[block_].size()) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) blocks_.emplace_back(std::max(kBlock, places.size()));
  if (places.size() > blocks_[block_].size()) blocks_[block_].resize(places.size());
  Place* const to = blocks_[block_].data() + used_;
  std::copy(places.begin(), places.end(), to);
  used_ += places.size();
  return to;
}

}  // namespace tangthu::ocr::reader
