#include "archive/books/register_json.h"

#include <array>

namespace tangthu::archive {
namespace {

constexpr std::array<std::string_view, 3> kBooks = {"di", "den", "chuyen-giao"};
constexpr std::array<std::string_view, 2> kSeries = {"thuong", "mat"};

void put_name(const RegisterName& name, Json& out) {
  out["book"] = book_code(name.book);
  out["year"] = name.year;
  out["series"] = series_code(name.series);
}

// What Json throws, and what a value of it must be, means nothing.
template <typename Value, typename Read>
std::optional<Value> unless_malformed(const Entry& entry, const char* kind,
                                      const Read& read) {
  if (entry.kind() != kind) return std::nullopt;
  try {
    return read(entry.content);
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

std::optional<RegisterName> name_of(const Json& json) {
  const auto book = parse_book(json.at("book").get<std::string>());
  const auto series = parse_series(json.at("series").get<std::string>());
  if (!book || !series) return std::nullopt;
  return RegisterName{*book, json.at("year").get<int>(), *series};
}

}  // namespace

std::string_view book_code(Book book) {
  return kBooks[static_cast<std::size_t>(book)];
}

Result<Book> parse_book(std::string_view code) {
  for (std::size_t i = 0; i < kBooks.size(); ++i) {
    if (kBooks[i] == code) return static_cast<Book>(i);
  }
  return fail(ErrorCode::kUsage, "there is no such register",
              "registers are di, den and chuyen-giao", std::string(code));
}

std::string_view series_code(Series series) {
  return kSeries[static_cast<std::size_t>(series)];
}

Result<Series> parse_series(std::string_view code) {
  for (std::size_t i = 0; i < kSeries.size(); ++i) {
    if (kSeries[i] == code) return static_cast<Series>(i);
  }
  return fail(ErrorCode::kUsage, "there is no such series",
              "a register has the series thuong, and mat for secrets", std::string(code));
}

Json row_json(const RegisterRow& row) {
  Json out = {{"kind", kRowKind},
              {"ordinal", row.ordinal},
              {"document", row.document.to_string()},
              {"cells", row.cells},
              {"by", row.by},
              {"at", row.at}};
  put_name(row.name, out);
  return out;
}

Json correction_json(const DocumentId& row, const Correction& correction) {
  return {{"kind", kCorrectionKind},   {"row", row.to_string()},
          {"cells", correction.cells}, {"reason", correction.reason},
          {"by", correction.by},       {"at", correction.at}};
}

Json counter_json(const RegisterCounter& counter) {
  Json pending = Json::array();
  for (const Pending& each : counter.pending)
    pending.push_back({{"ordinal", each.ordinal}, {"id", each.id.to_string()}});
  Json out = {{"kind", kCounterKind}, {"next", counter.next}, {"pending", pending}};
  put_name(counter.name, out);
  return out;
}

std::optional<RegisterRow> row_of(const Entry& entry) {
  return unless_malformed<RegisterRow>(
      entry, kRowKind, [&](const Json& json) -> std::optional<RegisterRow> {
        const auto name = name_of(json);
        const auto document = DocumentId::parse(json.at("document").get<std::string>());
        if (!name || !document) return std::nullopt;
        return RegisterRow{entry.id,
                           entry.label,
                           *name,
                           json.at("ordinal").get<int>(),
                           *document,
                           json.at("cells").get<Cells>(),
                           json.at("by").get<std::string>(),
                           json.at("at").get<UnixSeconds>(),
                           {}};
      });
}

std::optional<std::pair<DocumentId, Correction>> correction_of(const Entry& entry) {
  using Found = std::pair<DocumentId, Correction>;
  return unless_malformed<Found>(
      entry, kCorrectionKind, [](const Json& json) -> std::optional<Found> {
        const auto row = DocumentId::parse(json.at("row").get<std::string>());
        if (!row) return std::nullopt;
        return Found{
            *row,
            {json.at("cells").get<Cells>(), json.at("reason").get<std::string>(),
             json.at("by").get<std::string>(), json.at("at").get<UnixSeconds>()}};
      });
}

std::optional<RegisterCounter> counter_of(const Entry& entry) {
  return unless_malformed<RegisterCounter>(
      entry, kCounterKind, [](const Json& json) -> std::optional<RegisterCounter> {
        const auto name = name_of(json);
        if (!name) return std::nullopt;
        RegisterCounter out{*name, json.at("next").get<int>(), {}};
        for (const Json& each : json.at("pending")) {
          const auto id = DocumentId::parse(each.at("id").get<std::string>());
          if (!id) return std::nullopt;
          out.pending.push_back({each.at("ordinal").get<int>(), *id});
        }
        return out;
      });
}

}  // namespace tangthu::archive
