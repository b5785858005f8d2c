#include "indexer/inverter.h"

#include <algorithm>
#include <numeric>

#include "indexer/scoring.h"

namespace tangthu::indexer {

std::uint32_t Inverter::field(std::string_view name) {
  const auto at = field_numbers_.find(name);
  if (at != field_numbers_.end()) return at->second;
  fields_.emplace_back(name);
  const auto number = static_cast<std::uint32_t>(fields_.size() - 1);
  field_numbers_.emplace(fields_.back(), number);
  return number;
}

std::uint32_t Inverter::term(std::uint32_t field, const Packet::Entry& entry) {
  const auto [at, is_new] = term_numbers_.try_emplace(
      Key{field, entry.folded, entry.marked}, static_cast<std::uint32_t>(terms_.size()));
  if (is_new) terms_.push_back({fields_[field], entry.folded, entry.marked});
  return at->second;
}

void Inverter::find_spans(const Packet& packet) {
  spans_.clear();
  for (const auto& [name, value] : packet.fields()) {
    const auto range = packet.field_range(name);
    if (!range) continue;
    spans_.push_back({range->begin, range->end, field(name), 0});
    if (name != "number") continue;
    if (const auto symbol = packet.field_range("symbol")) {
      spans_.push_back(
          {symbol->begin, symbol->end, spans_.back().field, range->end - range->begin});
    }
  }
}

// The code of the word at each position, and of one behind the last.
void Inverter::find_words(const Packet& packet) {
  // One number is left out before each field.
  words_.assign(packet.token_count() + packet.fields().size() + 1, kNothingFollows);
  for (const Packet::Entry& entry : packet.entries()) {
    if (!is_word(entry.folded)) continue;
    std::uint8_t code = word_code(entry.folded);
    if (code == kNothingFollows) code = kNoWordCode;
    Packet::for_each_position(entry.postings, [&](std::uint32_t position) {
      std::uint8_t& word = words_[position];
      word = word == kNothingFollows || word == code ? code : kNoWordCode;
    });
  }
  // A code or a date without its first word: only a packet from elsewhere has one.
  for (const Packet::Entry& entry : packet.entries()) {
    if (is_word(entry.folded)) continue;
    Packet::for_each_position(entry.postings, [&](std::uint32_t position) {
      std::uint8_t& word = words_[position];
      if (word == kNothingFollows) word = kNoWordCode;
    });
  }
}

void Inverter::add(const Packet& packet) {
  find_spans(packet);
  find_words(packet);
  const std::uint32_t fields_begin =
      packet.page_ends().empty() ? 0 : packet.page_ends().back();
  for (const Packet::Entry& entry : packet.entries()) {
    add_entry(entry, fields_begin);
  }
  packets_.push_back(&packet);
}

void Inverter::add_entry(const Packet::Entry& entry, std::uint32_t fields_begin) {
  const std::size_t first = positions_.size();
  Packet::for_each_position(entry.postings, [this](std::uint32_t position) {
    positions_.push_back(position);
    next_words_.push_back(words_[position + 1]);
  });
  uses_.push_back({term(0, entry), static_cast<std::uint32_t>(packets_.size()),
                   static_cast<std::uint32_t>(first),
                   static_cast<std::uint32_t>(positions_.size() - first)});
  const std::size_t last = positions_.size();
  if (positions_.back() < fields_begin) return;
  add_in_fields(entry, first);
  for (std::size_t i = first; i < last; ++i) {
    if (positions_[i] >= fields_begin) positions_[i] += kFieldGap;
  }
}

void Inverter::add_in_fields(const Packet::Entry& entry, std::size_t first) {
  const std::size_t last = positions_.size();
  const auto document = static_cast<std::uint32_t>(packets_.size());
  for (const Span& span : spans_) {
    const std::size_t begin = positions_.size();
    for (std::size_t i = first; i < last; ++i) {
      const std::uint32_t position = positions_[i];
      if (position < span.begin || position >= span.end) continue;
      positions_.push_back(position - span.begin + span.shift);
      // Fields are short: no use in knowing what follows.
      next_words_.push_back(kNoWordCode);
    }
    if (positions_.size() == begin) continue;
    const std::uint32_t number = term(span.field, entry);
    const auto count = static_cast<std::uint32_t>(positions_.size() - begin);
    if (uses_.back().term == number) {  // `symbol`, where it goes on behind `number`
      uses_.back().count += count;
    } else {
      uses_.push_back({number, document, static_cast<std::uint32_t>(begin), count});
    }
  }
}

std::vector<std::uint32_t> Inverter::sorted_terms() const {
  std::vector<std::uint32_t> order(terms_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [this](std::uint32_t a, std::uint32_t b) { return terms_[a] < terms_[b]; });
  return order;
}

Result<void> Inverter::write(SegmentBuilder& builder) {
  std::vector<std::uint32_t> page_words;
  for (const Packet* packet : packets_) {
    page_words.clear();
    std::uint32_t before = 0;
    for (const std::uint32_t end : packet->page_ends()) {
      page_words.push_back(end - before);
      before = end;
    }
    builder.add_document(length_code(packet->token_count()), page_words,
                         column_values(packet->fields()));
  }
  // Uses by term, documents still ascending.
  std::vector<std::uint32_t> begin(terms_.size() + 1);
  for (const Use& use : uses_)
    ++begin[use.term + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<std::uint32_t> place(begin.begin(), begin.end() - 1);
  std::vector<std::uint32_t> by_term(uses_.size());
  for (std::uint32_t i = 0; i < uses_.size(); ++i)
    by_term[place[uses_[i].term]++] = i;
  TermPostings postings;
  for (const std::uint32_t term : sorted_terms()) {
    postings.clear();
    for (std::uint32_t i = begin[term]; i < begin[term + 1]; ++i) {
      const Use& use = uses_[by_term[i]];
      postings.documents.push_back(static_cast<Ordinal>(use.document));
      postings.counts.push_back(use.count);
      const auto from = positions_.begin() + use.first;
      postings.positions.insert(postings.positions.end(), from, from + use.count);
      const auto next = next_words_.begin() + use.first;
      postings.next_words.insert(postings.next_words.end(), next, next + use.count);
    }
    TRY(builder.add_term(terms_[term], postings));
  }
  return {};
}

}  // namespace tangthu::indexer
