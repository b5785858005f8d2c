#include "indexer/columns.h"

#include <algorithm>

#include "base/number.h"
#include "indexer/bit_frames.h"
#include "indexer/varint.h"

namespace tangthu::indexer {
namespace {

constexpr std::size_t kMaxValues = 65'536;

std::vector<std::string> distinct(std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (!values.empty() && values.front().empty()) values.erase(values.begin());
  return values;
}

void append_words(Bytes& out, const std::vector<std::string>& words) {
  const std::vector<std::string> values = distinct(words);
  put_varint(out, static_cast<std::uint32_t>(values.size()));
  for (const std::string& value : values)
    put_text(out, value);
  std::vector<std::uint32_t> numbers;
  numbers.reserve(words.size());
  for (const std::string& word : words) {
    const auto at = std::lower_bound(values.begin(), values.end(), word);
    numbers.push_back(word.empty() ? 0
                                   : static_cast<std::uint32_t>(at - values.begin()) + 1);
  }
  append_frames(out, numbers);
}

void append_numbers(Bytes& out, const std::vector<std::uint64_t>& numbers) {
  std::uint64_t least = UINT64_MAX;
  for (const std::uint64_t number : numbers) {
    if (number != 0) least = std::min(least, number);
  }
  if (least == UINT64_MAX) least = 0;
  ByteWriter head;
  head.integer(least);
  const Bytes bytes = head.take();
  out.insert(out.end(), bytes.begin(), bytes.end());
  std::vector<std::uint32_t> packed;
  packed.reserve(numbers.size());
  for (const std::uint64_t number : numbers) {
    packed.push_back(number == 0 ? 0 : static_cast<std::uint32_t>(number - least + 1));
  }
  append_frames(out, packed);
}

// Frames need readable bytes beyond them: they are read from a copy that has them.
std::optional<std::vector<std::uint32_t>> take_frames(VarintReader& in,
                                                      std::size_t count) {
  Bytes rest = to_bytes(in.rest());
  const std::size_t size = rest.size();
  rest.resize(size + kFrameSlack);
  std::size_t taken = 0;
  auto out = read_frames(ByteView(rest).first(size), count, taken);
  if (out) in.raw(taken);
  return out;
}

bool read_words(VarintReader& in, std::size_t documents, Columns::Words& out) {
  const std::uint32_t count = in.varint(kMaxValues);
  if (count > in.remaining()) return false;
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::string_view value = in.text(kMaxFieldBytes);
    if (value.empty() || (i > 0 && value <= out.values.back())) return false;
    out.values.emplace_back(value);
  }
  auto of = take_frames(in, documents);
  if (in.failed() || !of) return false;
  out.of = std::move(*of);
  return std::all_of(out.of.begin(), out.of.end(),
                     [&](std::uint32_t number) { return number <= count; });
}

bool read_numbers(VarintReader& in, std::size_t documents,
                  std::vector<std::uint32_t>& out) {
  ByteReader head(in.raw(sizeof(std::uint64_t)));
  const auto least = head.integer<std::uint64_t>();
  auto packed = take_frames(in, documents);
  if (in.failed() || !packed || least > UINT32_MAX) return false;
  out = std::move(*packed);
  for (std::uint32_t& number : out) {
    if (number == 0) continue;
    if (least + number - 1 > UINT32_MAX) return false;
    number = static_cast<std::uint32_t>(least + number - 1);
  }
  return true;
}

}  // namespace

std::optional<std::uint32_t> day_number(std::string_view iso_date) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (iso_date.size() != kShape.size()) return std::nullopt;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const char c = iso_date[i];
    if (kShape[i] == '-' ? c != '-' : !is_ascii_digit(c)) return std::nullopt;
    if (c != '-') number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number == 0 ? std::nullopt : std::optional(number);
}

ColumnValues column_values(const std::map<std::string, std::string>& fields) {
  ColumnValues out;
  const auto value = [&](std::string_view name) -> std::string_view {
    const auto at = fields.find(std::string(name));
    return at == fields.end() ? std::string_view() : std::string_view(at->second);
  };
  for (std::size_t i = 0; i < kWordColumns.size(); ++i) {
    out.words[i] = value(kWordColumns[i]);
  }
  out.numbers[0] = day_number(value("date"));
  const auto added = parse_number<std::uint32_t>(value("@added"));
  if (added && *added > 0) out.numbers[1] = *added;  // seconds since 1970
  return out;
}

void ColumnWriter::add(const ColumnValues& values) {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    words_[i].emplace_back(values.words[i]);
  }
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    numbers_[i].push_back(values.numbers[i].value_or(0));
  }
}

void ColumnWriter::append_to(Bytes& out) const {
  for (const auto& words : words_)
    append_words(out, words);
  for (const auto& numbers : numbers_)
    append_numbers(out, numbers);
}

std::optional<Columns> Columns::read(ByteView bytes, std::size_t documents) {
  Columns out;
  VarintReader in(bytes);
  for (Words& words : out.words_) {
    if (!read_words(in, documents, words)) return std::nullopt;
  }
  for (auto& numbers : out.numbers_) {
    if (!read_numbers(in, documents, numbers)) return std::nullopt;
  }
  return in.complete() ? std::optional(std::move(out)) : std::nullopt;
}

ColumnValues Columns::values(std::size_t ordinal) const {
  ColumnValues out;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    const std::uint32_t number = words_[i].of[ordinal];
    if (number != 0) out.words[i] = words_[i].values[number - 1];
  }
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    const std::uint32_t number = numbers_[i][ordinal];
    if (number != 0) out.numbers[i] = number;
  }
  return out;
}

}  // namespace tangthu::indexer
