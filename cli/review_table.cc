// Corrections from a file: a line each, the item and its value.
#include <atomic>
#include <optional>
#include <vector>

#include "cli/message.h"
#include "cli/review.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMaxTableBytes = std::size_t{64} << 20;

struct Row {
  std::string item;
  std::string value;
};

// RFC 4180, of two columns and one line each; nothing where a quote is not closed.
std::optional<Row> parse_row(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  const std::size_t comma = line.find(',');
  Row row{line.substr(0, comma), {}};
  if (comma == std::string::npos) return row;
  const std::string rest = line.substr(comma + 1);
  if (rest.empty() || rest.front() != '"') {
    row.value = rest;
    return row;
  }
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] != '"') {
      row.value += rest[i];
    } else if (i + 1 < rest.size() && rest[i + 1] == '"') {
      row.value += rest[++i];
    } else {
      return i + 1 == rest.size() ? std::optional(row) : std::nullopt;
    }
  }
  return std::nullopt;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::size_t start = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    out.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

archive::Settlement settlement_of(const std::string& value) {
  if (value == "=") return {archive::Answer::kConfirmed, {}};
  if (value == "-") return {archive::Answer::kNone, {}};
  return {archive::Answer::kValue, value};
}

// What would meet the next line too.
bool ends_the_run(ErrorCode code) {
  return code == ErrorCode::kStorage || code == ErrorCode::kAuthentication ||
         code == ErrorCode::kUnexpected;
}

Result<void> settle_row(Context& context, vault::Session& session, const Row& row) {
  const archive::ItemName name = TRY(archive::parse_item(row.item));
  if (name.kind == archive::ItemKind::kPage && row.value != "=") {
    return fail(ErrorCode::kUsage, "a page's text does not fit into a line",
                "give it with 'tangthu review fix ITEM --text FILE'", row.item);
  }
  return settle_named(context, session, name, settlement_of(row.value));
}

}  // namespace

Result<int> review_table(Context& context, const ReviewOptions& options) {
  const std::string table = TRY(context.read_text(options.from, kMaxTableBytes));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(session->require(vault::Duty::kDescribe));
  std::size_t number = 0;
  std::size_t failed = 0;
  for (const std::string& line : lines_of(table)) {
    if (interrupted()) return static_cast<int>(ErrorCode::kInterrupted);
    ++number;
    const std::string where = std::string(tr("line")) + " " + std::to_string(number);
    const auto row = parse_row(line);
    if (row && (row->item.empty() || row->value.empty())) continue;
    const auto settled =
        row ? settle_row(context, *session, *row)
            : Result<void>(fail(ErrorCode::kBadInput, "a quote is not closed",
                                "write ITEM,VALUE, or ITEM,\"VALUE\""));
    if (settled) continue;
    context.error(Error(settled.error()).within(where));
    if (ends_the_run(settled.error().code())) return Failure(settled.error());
    ++failed;
  }
  return failed == 0 ? 0 : static_cast<int>(ErrorCode::kSomeFailed);
}

}  // namespace tangthu::cli
