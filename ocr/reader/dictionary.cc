#include "ocr/reader/dictionary.h"

#include <algorithm>

namespace tangthu::ocr::reader {
namespace {

constexpr std::uint16_t kMagic = 42;
constexpr std::size_t kMostEdges = std::size_t{1} << 24;
constexpr std::size_t kMostLetters = 1U << 16;
constexpr unsigned kFlags = 3;
constexpr std::uint64_t kLast = 1;
constexpr std::uint64_t kBackward = 2;
constexpr std::uint64_t kEnds = 4;
// In the punctuation's graph a whole word, in the numbers' a digit.
constexpr int kPattern = 0;

// As many bits as hold 0 … letters.
unsigned letter_bits(std::size_t letters) {
  unsigned bits = 0;
  while ((std::size_t{1} << bits) < letters + 1)
    ++bits;
  return bits;
}

void add_once(std::vector<Place>& out, const Place& place) {
  if (std::find(out.begin(), out.end(), place) == out.end()) out.push_back(place);
}

Source source_of(std::size_t graph) {
  return graph == 0 ? Source::kWord : Source::kNumber;
}

}  // namespace

// u16 42 ‖ u32 letters ‖ u32 edges × u64 (letter, 3 flags, next node).
std::optional<Graph> Graph::parse(ByteView bytes) {
  ByteReader in(bytes);
  const auto magic = in.integer<std::uint16_t>();
  const std::size_t letters = in.integer<std::uint32_t>();
  const std::size_t count = in.integer<std::uint32_t>();
  if (in.failed() || magic != kMagic || letters == 0 || letters > kMostLetters ||
      count == 0 || count > kMostEdges || in.remaining() != count * 8) {
    return std::nullopt;
  }
  const unsigned bits = letter_bits(letters);
  Graph graph;
  graph.edges_.resize(count);
  for (Edge& edge : graph.edges_) {
    const auto record = in.integer<std::uint64_t>();
    const std::uint64_t flags = (record >> bits) & ((1U << kFlags) - 1);
    const std::uint64_t node = record >> (bits + kFlags);
    if (node >= count || (flags & kBackward) != 0) return std::nullopt;
    edge.node = static_cast<std::uint32_t>(node);
    edge.letter = static_cast<std::uint16_t>(record & ((std::uint64_t{1} << bits) - 1));
    edge.last = (flags & kLast) != 0;
    edge.ends = (flags & kEnds) != 0;
  }
  // A walk along a node's edges ends here at the latest.
  if (!graph.edges_.back().last) return std::nullopt;
  // The beginning has the most edges, and is asked most.
  graph.first_.assign(letters + 1, kNone);
  for (std::size_t i = 0; i < count; ++i) {
    const Edge& edge = graph.edges_[i];
    if (edge.letter <= letters && graph.first_[edge.letter] == kNone)
      graph.first_[edge.letter] = static_cast<std::int64_t>(i);
    if (edge.last) break;
  }
  return graph;
}

std::int64_t Graph::edge(std::int64_t node, int letter) const {
  if (node == 0) {
    const auto index = static_cast<std::size_t>(letter);
    return index < first_.size() ? first_[index] : kNone;
  }
  for (std::int64_t i = node;; ++i) {
    const Edge& edge = at(i);
    if (edge.letter == letter) return i;
    if (edge.last) return kNone;
  }
}

std::int64_t Graph::node_after(std::int64_t edge) const {
  if (edge == kNone) return 0;
  const std::uint32_t node = at(edge).node;
  return node == 0 ? kNone : static_cast<std::int64_t>(node);
}

Result<std::optional<Dictionary>> Dictionary::parse(const ModelFile& file,
                                                    const Charset& charset,
                                                    const std::string& name) {
  Dictionary dictionary;
  const auto load = [&](ModelPart part, std::optional<Graph>& graph) {
    const std::optional<ByteView> bytes = file.part(part);
    if (bytes) graph = Graph::parse(*bytes);
    return !bytes || graph;
  };
  if (!load(ModelPart::kPunctuation, dictionary.punctuation_) ||
      !load(ModelPart::kWords, dictionary.graphs_[kWords]) ||
      !load(ModelPart::kNumbers, dictionary.graphs_[kNumbers])) {
    return corrupt_model(name);
  }
  for (const Character& character : charset.characters())
    dictionary.digits_.push_back(character.digit);
  // Where punctuation may be empty, its graph leads to the words too.
  const auto& punctuation = dictionary.punctuation_;
  const bool leads =
      punctuation && punctuation->ends_word(punctuation->edge(0, kPattern));
  if (punctuation) {
    Place place;
    place.in_punctuation = true;
    dictionary.beginnings_.push_back(place);
  }
  for (std::size_t i = 0; i < kGraphs && !leads; ++i) {
    if (!dictionary.graphs_[i]) continue;
    Place place;
    place.graph = static_cast<std::int8_t>(i);
    dictionary.beginnings_.push_back(place);
  }
  if (dictionary.beginnings_.empty()) return std::optional<Dictionary>();
  return std::optional<Dictionary>(std::move(dictionary));
}

int Dictionary::letter_for(std::size_t graph, int character) const {
  return graph == kNumbers && digits_[static_cast<std::size_t>(character)] ? kPattern
                                                                           : character;
}

// From punctuation alone: into a word, or on along the punctuation.
void Dictionary::enter(const Place& place, int character, std::vector<Place>& out,
                       Continued& result) const {
  const std::int64_t node = punctuation_->node_after(place.punctuation);
  if (node == Graph::kNone) return;
  const std::int64_t gate = punctuation_->edge(node, kPattern);
  for (std::size_t i = 0; gate != Graph::kNone && i < kGraphs; ++i) {
    if (!graphs_[i]) continue;
    const std::int64_t edge = graphs_[i]->edge(0, letter_for(i, character));
    if (edge == Graph::kNone) continue;
    add_once(out, {static_cast<std::int8_t>(i), false, true,
                   static_cast<std::int32_t>(edge), static_cast<std::int32_t>(gate)});
    result.source = std::max(result.source, source_of(i));
    if (graphs_[i]->ends_word(edge) && punctuation_->ends_word(gate))
      result.may_end = true;
  }
  const std::int64_t edge = punctuation_->edge(node, character);
  if (edge == Graph::kNone) return;
  add_once(out, {-1, false, true, Graph::kNone, static_cast<std::int32_t>(edge)});
  result.source = std::max(result.source, Source::kPunctuation);
  if (punctuation_->ends_word(edge)) result.may_end = true;
}

// From a word's end back to the punctuation behind it.
void Dictionary::leave(const Place& place, int character, std::vector<Place>& out,
                       Continued& result) const {
  const auto graph = static_cast<std::size_t>(place.graph);
  if (!place.in_punctuation || !graphs_[graph]->ends_word(place.edge)) return;
  const std::int64_t node = punctuation_->node_after(place.punctuation);
  if (node == Graph::kNone) return;
  const std::int64_t edge = punctuation_->edge(node, character);
  if (edge == Graph::kNone) return;
  add_once(out, {place.graph, true, true, place.edge, static_cast<std::int32_t>(edge)});
  result.source = std::max(result.source, source_of(graph));
  if (punctuation_->ends_word(edge)) result.may_end = true;
}

void Dictionary::go_on(const Place& place, int character, std::vector<Place>& out,
                       Continued& result) const {
  const auto graph = static_cast<std::size_t>(place.graph);
  const std::int64_t node = graphs_[graph]->node_after(place.edge);
  if (node == Graph::kNone) return;
  const std::int64_t edge = graphs_[graph]->edge(node, letter_for(graph, character));
  if (edge == Graph::kNone) return;
  result.source = std::max(result.source, source_of(graph));
  if (graphs_[graph]->ends_word(edge) &&
      (!place.in_punctuation || punctuation_->ends_word(place.punctuation)))
    result.may_end = true;
  Place next = place;
  next.edge = static_cast<std::int32_t>(edge);
  add_once(out, next);
}

Continued Dictionary::follow(const Place* places, std::size_t count, int character,
                             std::vector<Place>& out) const {
  Continued result;
  out.clear();
  if (character == kSpace || character == kNoCharacter) return result;
  for (std::size_t i = 0; i < count; ++i) {
    const Place& place = places[i];
    if (place.graph < 0) {
      enter(place, character, out, result);
      continue;
    }
    leave(place, character, out, result);
    if (!place.behind) go_on(place, character, out, result);
  }
  return result;
}

bool Dictionary::has_word(const std::vector<int>& characters) const {
  std::vector<Place> places = beginnings_;
  Continued state;
  Source kept = Source::kNone;
  for (const int character : characters) {
    std::vector<Place> next;
    state = follow(places.data(), places.size(), character, next);
    if (state.source == Source::kNone) return false;
    if (kept == Source::kNone || state.source != Source::kPunctuation)
      kept = state.source;
    places = std::move(next);
  }
  return state.may_end && kept == Source::kWord;
}

}  // namespace tangthu::ocr::reader
