#include "ocr/reader/beam.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>

#include "ocr/reader/beam_parts.h"

namespace tangthu::ocr::reader {
namespace {

// Tesseract's weights.
constexpr std::array<std::size_t, 10> kWidths = {5, 10, 16, 16, 16, 16, 16, 16, 16, 16};
constexpr std::size_t kTop = 5;         // classes that are looked at first
constexpr float kOutsideRatio = 2.25F;  // of certainties outside of the dictionary
constexpr double kCertaintyOffset = -0.085;
constexpr float kLowestCertainty = -20.0F;
constexpr float kWorstInside = -25.0F / 7.0F;

// How likely a class is in a column, compared with the others.
enum class Rank : std::uint8_t { kTopTwo, kTopFew, kOther };
constexpr int kRanks = 3;

float certainty_of(float probability) {
  static const float kLowest = std::exp(kLowestCertainty);
  return probability > kLowest ? std::log(probability) : kLowestCertainty;
}

float with_offset(float probability) {
  return static_cast<float>(certainty_of(probability) + kCertaintyOffset);
}

}  // namespace

class Beam::Impl {
 public:
  Impl(const Charset& charset, const Dictionary* dictionary, std::size_t blank)
      : charset_(charset),
        dictionary_(dictionary),
        blank_(static_cast<int>(blank)),
        lengths_(charset.longest()),
        root_(charset.after({})) {}

  std::vector<PathColumn> best_path(const Probabilities& line);

 private:
  // One column's nodes: inside and outside of the dictionary × Next × codes of a
  // character that has begun.
  struct Column {
    std::vector<NodeHeap> heaps;
    std::array<Node, kNexts> beginnings;  // the best of those where a word may begin
  };
  enum Side : std::size_t { kOutside, kInside };
  // A node that is being continued.
  struct From {
    const Node* node;
    Side side;
    Next next;
    std::size_t length;
  };

  std::size_t index_of(Side side, Next next, std::size_t length) const {
    return (side * kNexts + static_cast<std::size_t>(next)) * lengths_ + length;
  }
  NodeHeap& heap(Side side, Next next, std::size_t length = 0) {
    return now_->heaps[index_of(side, next, length)];
  }

  void prepare(std::size_t columns, std::size_t classes);
  void rank(const float* outputs, std::size_t classes);
  void first_column();
  void step(const Column& before);
  void go_on(const From& from, Rank rank);
  bool repeat(const From& from, Rank rank);
  float if_doubled(const From& from, int code) const;
  void complete(const From& from, int code, int character, Rank rank);
  void begin_code(const From& from, int code, Rank rank);
  void add_character(const From& from, int code, int character, float certainty,
                     Next next);
  void add_inside(const Node* previous, int code, int character, float certainty,
                  Next next);
  void add_space_inside(const Node* previous, const Node* last, int code, float certainty,
                        Next next);
  void add_beginning(const Node& node, Next next);
  void add_part(const From& from, std::size_t length, bool duplicate, int code,
                int character, float certainty, Next next);
  void push(Node node, std::size_t most, NodeHeap& heap);
  Node node_of(const Node* previous, int code, int character, float certainty,
               bool duplicate = false) const;
  Charset::Codes codes_before(const From& from) const;
  std::vector<PathColumn> backtrack() const;
  const Node* best_end() const;

  const Charset& charset_;
  const Dictionary* dictionary_;
  int blank_;
  std::size_t lengths_;
  const Continuations* root_;
  std::deque<Column> columns_;
  std::size_t count_ = 0;
  Column* now_ = nullptr;
  const float* outputs_ = nullptr;
  std::vector<Rank> ranks_;                // by class
  std::vector<std::size_t> root_order_;    // by class: its place among the root's finals
  std::vector<Continuations::Final> few_;  // of the root, of the first two ranks
  int top_ = -1;
  int second_ = -1;
  PlaceStore store_;
  std::vector<Place> places_;
};

void Beam::Impl::prepare(std::size_t columns, std::size_t classes) {
  while (columns_.size() < columns) {
    columns_.emplace_back();
    columns_.back().heaps.resize(2 * kNexts * lengths_);
  }
  count_ = columns;
  ranks_.assign(classes, Rank::kOther);
  store_.clear();
  if (root_order_.size() == classes || root_ == nullptr) return;
  root_order_.assign(classes, classes);
  for (std::size_t i = 0; i < root_->finals.size(); ++i)
    root_order_[static_cast<std::size_t>(root_->finals[i].code)] = i;
}

void Beam::Impl::rank(const float* outputs, std::size_t classes) {
  outputs_ = outputs;
  std::fill(ranks_.begin(), ranks_.end(), Rank::kOther);
  std::array<std::size_t, kTop> best{};
  std::size_t found = 0;
  for (std::size_t i = 0; i < classes; ++i) {
    if (found == kTop && !(outputs[i] > outputs[best[kTop - 1]])) continue;
    std::size_t at = found < kTop ? found++ : kTop - 1;
    for (; at > 0 && outputs[i] > outputs[best[at - 1]]; --at)
      best[at] = best[at - 1];
    best[at] = i;
  }
  for (std::size_t i = 0; i < found; ++i)
    ranks_[best[i]] = i < 2 ? Rank::kTopTwo : Rank::kTopFew;
  const auto blank = static_cast<std::size_t>(blank_);
  ranks_[blank] = Rank::kTopTwo;
  top_ = static_cast<int>(best[0]);
  second_ = found > 1 ? static_cast<int>(best[1]) : -1;
  few_.clear();
  const auto add = [&](std::size_t code) {
    if (root_ != nullptr && root_order_[code] < root_->finals.size())
      few_.push_back(root_->finals[root_order_[code]]);
  };
  std::for_each(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(found), add);
  if (std::find(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(found), blank) ==
      best.begin() + static_cast<std::ptrdiff_t>(found))
    add(blank);
  std::sort(few_.begin(), few_.end(), [&](const auto& a, const auto& b) {
    return root_order_[static_cast<std::size_t>(a.code)] <
           root_order_[static_cast<std::size_t>(b.code)];
  });
}

Node Beam::Impl::node_of(const Node* previous, int code, int character, float certainty,
                         bool duplicate) const {
  Node node;
  node.previous = previous;
  node.code = code;
  node.character = character;
  node.certainty = certainty;
  node.score = previous == nullptr ? certainty : certainty + previous->score;
  node.duplicate = duplicate;
  node.hash = previous == nullptr ? 0 : previous->hash;
  if (!duplicate && code != blank_) {
    const auto range = static_cast<std::uint64_t>(charset_.code_range());
    const std::uint64_t carry = ((node.hash >> 32) * range) >> 32;
    node.hash = node.hash * range + carry + static_cast<std::uint64_t>(code);
  }
  return node;
}

void Beam::Impl::push(Node node, std::size_t most, NodeHeap& heap) {
  if (heap.takes(node.score, most)) heap.add(node, most);
}

// The codes of a character that has begun.
Charset::Codes Beam::Impl::codes_before(const From& from) const {
  Charset::Codes codes(from.length);
  const Node* node = from.node;
  for (std::size_t i = from.length; i-- > 0;) {
    while (node != nullptr && (node->duplicate || node->code == blank_))
      node = node->previous;
    if (node == nullptr) break;
    codes[i] = node->code;
    node = node->previous;
  }
  return codes;
}

// The same code once more, or a blank inside of a character. False where nothing else may
// follow.
bool Beam::Impl::repeat(const From& from, Rank rank) {
  const Node& node = *from.node;
  const auto code = static_cast<std::size_t>(node.code);
  const auto blank = static_cast<std::size_t>(blank_);
  if (ranks_[code] == rank) {
    if (from.next != Next::kNoDuplicate) {
      add_part(from, from.length, true, node.code, node.character,
               with_offset(outputs_[code]), Next::kAnything);
    }
    if (from.next == Next::kAnything && rank == Rank::kTopTwo && node.code != blank_) {
      add_part(from, from.length, true, node.code, node.character,
               with_offset(outputs_[code] + outputs_[blank]), Next::kNoDuplicate);
    }
  }
  if (from.next == Next::kOnlyDuplicate) return false;
  if (node.code != blank_ && from.length > 0 && ranks_[blank] == rank) {
    add_part(from, from.length, false, blank_, kNoCharacter, with_offset(outputs_[blank]),
             Next::kAnything);
  }
  return true;
}

// Of a code that the next column has again or leaves blank; where the two likeliest
// follow each other, of either.
float Beam::Impl::if_doubled(const From& from, int code) const {
  const auto output = [&](int of) { return outputs_[static_cast<std::size_t>(of)]; };
  const float probability = output(code) + output(blank_);
  if (from.node == nullptr || from.next != Next::kAnything || from.node->code == blank_)
    return probability;
  const int before = from.node->code;
  const bool by_turns =
      (before == top_ && code == second_) || (code == top_ && before == second_);
  return by_turns ? probability + output(before) : probability;
}

void Beam::Impl::complete(const From& from, int code, int character, Rank rank) {
  if (from.node != nullptr && from.node->code == code) return;
  const auto index = static_cast<std::size_t>(code);
  if (ranks_[index] != rank) return;
  const float certainty = with_offset(outputs_[index]);
  if (certainty < kLowestCertainty && code != blank_) return;
  add_character(from, code, character, certainty, Next::kAnything);
  if (rank != Rank::kTopTwo || code == blank_) return;
  add_character(from, code, character, with_offset(if_doubled(from, code)),
                Next::kOnlyDuplicate);
}

void Beam::Impl::begin_code(const From& from, int code, Rank rank) {
  if (from.node != nullptr && from.node->code == code) return;
  const auto index = static_cast<std::size_t>(code);
  if (ranks_[index] != rank) return;
  add_part(from, from.length + 1, false, code, kNoCharacter, with_offset(outputs_[index]),
           Next::kAnything);
  if (rank != Rank::kTopTwo || code == blank_) return;
  add_part(from, from.length + 1, false, code, kNoCharacter,
           with_offset(if_doubled(from, code)), Next::kOnlyDuplicate);
}

void Beam::Impl::go_on(const From& from, Rank rank) {
  if (from.node != nullptr && !repeat(from, rank)) return;
  const Continuations* after =
      from.length == 0 ? root_ : charset_.after(codes_before(from));
  if (after == nullptr) return;
  const bool few = after == root_ && rank != Rank::kOther;
  for (const Continuations::Final& final : few ? few_ : after->finals)
    complete(from, final.code, final.character, rank);
  for (const int code : after->nexts)
    begin_code(from, code, rank);
}

// A part of a character, or a repetition.
void Beam::Impl::add_part(const From& from, std::size_t length, bool duplicate, int code,
                          int character, float certainty, Next next) {
  if (length >= lengths_) return;
  const bool inside = from.side == kInside;
  if (inside && !(certainty > kWorstInside)) return;
  if (!inside) certainty *= kOutsideRatio;
  if (!inside && certainty < kLowestCertainty && code != blank_) return;
  Node node = node_of(from.node, code, character, certainty, duplicate);
  if (from.node != nullptr) {
    node.source = from.node->source;
  } else {
    node.source = inside ? Source::kNone : Source::kTopChoice;
  }
  push(node, kWidths[length], heap(from.side, next, length));
}

void Beam::Impl::add_character(const From& from, int code, int character, float certainty,
                               Next next) {
  if (from.side == kInside) {
    if (certainty > kWorstInside) add_inside(from.node, code, character, certainty, next);
    return;
  }
  Node node = node_of(from.node, code, character, certainty * kOutsideRatio);
  node.source = Source::kTopChoice;
  push(node, kWidths[0], heap(kOutside, next));
  if (dictionary_ == nullptr) return;
  const bool space = character == kSpace;
  const bool open =
      character != kNoCharacter &&
      !charset_.characters()[static_cast<std::size_t>(character)].space_delimited;
  if (!(space && certainty > kWorstInside) && !open) return;
  // A word of the dictionary may begin behind it. The space counts for that word too, so
  // it is not weighted as what lies outside.
  Node beginning =
      node_of(from.node, code, character, space ? certainty : certainty * kOutsideRatio);
  beginning.source = space ? Source::kNone : Source::kTopChoice;
  add_beginning(beginning, next);
}

void Beam::Impl::add_beginning(const Node& node, Next next) {
  Node& best = now_->beginnings[static_cast<std::size_t>(next)];
  if (best.code >= 0 && !(node.score > best.score)) return;
  best = node;
  best.starts_dictionary = true;
  best.places = dictionary_->beginnings().data();
  best.place_count = static_cast<std::uint32_t>(dictionary_->beginnings().size());
}

void Beam::Impl::add_space_inside(const Node* previous, const Node* last, int code,
                                  float certainty, Next next) {
  if (last == nullptr || !last->ends_word) return;
  Node node = node_of(previous, code, kSpace, certainty);
  node.source = last->source;
  add_beginning(node, next);
  push(node, kWidths[0], heap(kOutside, next));
}

void Beam::Impl::add_inside(const Node* previous, int code, int character,
                            float certainty, Next next) {
  NodeHeap& inside = heap(kInside, next);
  NodeHeap& outside = heap(kOutside, next);
  Node node = node_of(previous, code, character, certainty);
  if (character == kNoCharacter) {
    node.source = Source::kNone;
    return push(node, kWidths[0], inside);
  }
  if (!inside.takes(node.score, kWidths[0]) && !outside.takes(node.score, kWidths[0]))
    return;
  const Node* last = previous;
  while (last != nullptr && (last->character == kNoCharacter || last->duplicate))
    last = last->previous;
  if (character == kSpace) return add_space_inside(previous, last, code, certainty, next);
  const auto delimited = [&](int c) {
    return charset_.characters()[static_cast<std::size_t>(c)].space_delimited;
  };
  if (last != nullptr && last->starts_dictionary && last->character != kSpace &&
      delimited(last->character) && delimited(character)) {
    return;  // words of such scripts need a space between them
  }
  if (last != nullptr && last->places == nullptr) return;
  const Place* places = last == nullptr ? dictionary_->beginnings().data() : last->places;
  const std::size_t count =
      last == nullptr ? dictionary_->beginnings().size() : last->place_count;
  const Continued found = dictionary_->follow(places, count, character, places_);
  if (found.source == Source::kNone) return;
  node.source = found.source;
  node.starts_word = last == nullptr || last->starts_dictionary;
  node.ends_word = found.may_end;
  if (inside.takes(node.score, kWidths[0])) {
    Node kept = node;
    kept.places = store_.keep(places_);
    kept.place_count = static_cast<std::uint32_t>(places_.size());
    inside.add(kept, kWidths[0]);
  }
  if (!found.may_end || charset_.space_delimited()) return;
  Node end = node;
  end.ends_word = true;
  add_beginning(end, next);
  push(end, kWidths[0], outside);
}

void Beam::Impl::first_column() {
  go_on({nullptr, kOutside, Next::kAnything, 0}, Rank::kTopTwo);
  if (dictionary_ != nullptr)
    go_on({nullptr, kInside, Next::kAnything, 0}, Rank::kTopTwo);
}

// The two likeliest classes first; others only where those lead nowhere.
void Beam::Impl::step(const Column& before) {
  std::size_t open = 0;
  for (int rank = 0; rank < kRanks && open == 0; ++rank) {
    for (std::size_t index = 0; index < before.heaps.size(); ++index) {
      const NodeHeap& nodes = before.heaps[index];
      for (std::size_t i = nodes.size(); i-- > 0;) {
        go_on({&nodes[i], index / lengths_ / kNexts == 0 ? kOutside : kInside,
               static_cast<Next>(index / lengths_ % kNexts), index % lengths_},
              static_cast<Rank>(rank));
      }
    }
    for (const Side side : {kOutside, kInside}) {
      for (std::size_t length = 0; length < lengths_; ++length)
        open += heap(side, Next::kAnything, length).size();
    }
  }
  for (std::size_t next = 0; next < kNexts; ++next) {
    const Node& beginning = now_->beginnings[next];
    if (beginning.code >= 0)
      push(beginning, kWidths[0], heap(kInside, static_cast<Next>(next)));
  }
}

const Node* Beam::Impl::best_end() const {
  const Column& last = columns_[count_ - 1];
  const Node* best = nullptr;
  for (const Next next : {Next::kAnything, Next::kNoDuplicate}) {
    for (const Side side : {kOutside, kInside}) {
      const NodeHeap& nodes = last.heaps[index_of(side, next, 0)];
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node* end = &nodes[i];
        while (side == kInside && end != nullptr &&
               (end->character == kNoCharacter || end->duplicate))
          end = end->previous;
        // The last word must be whole.
        if (side == kInside &&
            (end == nullptr || (!end->ends_word && end->character != kSpace)))
          continue;
        if (best == nullptr || nodes[i].score > best->score) best = &nodes[i];
      }
    }
  }
  return best;
}

std::vector<PathColumn> Beam::Impl::backtrack() const {
  std::vector<PathColumn> path;
  for (const Node* node = best_end(); node != nullptr; node = node->previous) {
    path.push_back({node->character, node->certainty, node->source, node->starts_word,
                    node->duplicate});
  }
  std::reverse(path.begin(), path.end());
  return path;
}

std::vector<PathColumn> Beam::Impl::best_path(const Probabilities& line) {
  if (line.columns == 0) return {};
  prepare(line.columns, line.classes);
  for (std::size_t t = 0; t < line.columns; ++t) {
    now_ = &columns_[t];
    for (NodeHeap& nodes : now_->heaps)
      nodes.clear();
    now_->beginnings.fill({});
    rank(line.column(t), line.classes);
    if (t == 0) {
      first_column();
    } else {
      step(columns_[t - 1]);
    }
  }
  return backtrack();
}

Beam::Beam(const Charset& charset, const Dictionary* dictionary, std::size_t blank)
    : impl_(std::make_unique<Impl>(charset, dictionary, blank)) {}
Beam::~Beam() = default;

std::vector<PathColumn> Beam::best_path(const Probabilities& line) {
  return impl_->best_path(line);
}

}  // namespace tangthu::ocr::reader
