#include "cli/review.h"

#include <CLI/CLI.hpp>

#include "archive/review_picture.h"
#include "cli/commands.h"
#include "cli/document_words.h"
#include "cli/message.h"
#include "cli/outcome.h"
#include "cli/review_words.h"

namespace tangthu::cli {
namespace {

constexpr std::size_t kMaxPageText = std::size_t{1} << 20;

Result<int> list(Context& context, const ReviewOptions& options) {
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const archive::ReviewQueue queue =
      TRY(archive::review_queue(*session, review_filter(options)));
  std::size_t shown = 0;
  for (const archive::ReviewItem& item : queue.items) {
    if (options.limit != 0 && shown == options.limit) break;
    context.result(item_json(item, Shown::kInList), item_line(item, Shown::kInList));
    ++shown;
  }
  context.message(std::to_string(shown) + "/" + std::to_string(queue.items.size()) + " " +
                  tr("to review"));
  return context.exit_code_after(queue.damaged);
}

std::string text_in(const Json& json, const char* name) {
  const auto at = json.find(name);
  return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::string readings_text(const Json& readings) {
  std::string out;
  for (const Json& reading : readings) {
    out += "\n  " + text_in(reading, "at") + "  ";
    const std::string by = text_in(reading, "by");
    out += by.empty() ? std::string(tr("recognition")) : by;
    if (!reading.contains("value")) continue;
    const Json& value = reading["value"];
    out +=
        ": " + (value.is_string() ? value.get<std::string>() : std::string(tr("none")));
  }
  return out;
}

Result<int> show(Context& context, const ReviewOptions& options) {
  const archive::ItemName name = TRY(archive::parse_item(options.item));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kRead));
  const vault::Look look = TRY(archive::look_at(*session, name));
  const auto opened = TRY(archive::open_item(*session, look, name));
  const std::string words = TRY(archive::words_at(opened));
  const Json readings = archive::readings_of(opened);
  Json json = item_json(opened.item, Shown::kAlone);
  json["words"] = words;
  json["readings"] = readings;
  if (Json original = TRY(archive::original_of(opened)); !original.is_null())
    json["original"] = std::move(original);
  if (!options.image.empty()) {
    archive::ReviewPictures pictures;
    TRY(context.write_output(options.image, TRY(pictures.png(opened))));
    if (options.image == "-") return 0;
    json["image"] = options.image.string();
  }
  std::string text = item_line(opened.item, Shown::kAlone);
  if (!words.empty())
    text += std::string("\n  ") + tr("the page's words there: ") + printable(words);
  context.result(json, text + printable(readings_text(readings)));
  return 0;
}

Result<archive::Settlement> settlement_of(const Context& context,
                                          const ReviewOptions& options,
                                          const archive::ItemName& name) {
  const int given = (options.value.empty() ? 0 : 1) + (options.confirm ? 1 : 0) +
                    (options.none ? 1 : 0) + (options.text.empty() ? 0 : 1);
  const bool fits = options.text.empty()
                        ? options.value.empty() || name.kind != archive::ItemKind::kPage
                        : name.kind == archive::ItemKind::kPage;
  if (given != 1 || !fits) {
    return fail(ErrorCode::kUsage, "say what is right in one way",
                "give VALUE, --confirm or --none; of a page --text FILE or --confirm",
                name.text());
  }
  if (options.confirm) return archive::Settlement{archive::Answer::kConfirmed, {}};
  if (options.none) return archive::Settlement{archive::Answer::kNone, {}};
  if (options.text.empty())
    return archive::Settlement{archive::Answer::kValue, options.value};
  return archive::Settlement{archive::Answer::kValue,
                             TRY(context.read_text(options.text, kMaxPageText))};
}

Result<int> fix(Context& context, const ReviewOptions& options) {
  if (!options.from.empty()) return review_table(context, options);
  if (options.item.empty()) return review_one_by_one(context, options);
  const archive::ItemName name = TRY(archive::parse_item(options.item));
  const archive::Settlement settlement = TRY(settlement_of(context, options, name));
  const auto [vault, session] = TRY(context.open_session(vault::Access::kWrite));
  TRY(settle_named(context, *session, name, settlement));
  return 0;
}

}  // namespace

archive::ReviewFilter review_filter(const ReviewOptions& options) {
  archive::ReviewFilter filter;
  if (options.below >= 0) filter.below = options.below;
  filter.field = options.field;
  if (options.kind == "field") filter.kind = archive::ItemKind::kField;
  if (options.kind == "page") filter.kind = archive::ItemKind::kPage;
  if (options.kind == "level") filter.kind = archive::ItemKind::kLevel;
  return filter;
}

Result<void> settle_item(const Context& context, vault::Session& session,
                         const archive::OpenedItem& opened,
                         const archive::Settlement& settlement) {
  const archive::ItemName& name = opened.item.name;
  const bool raises = name.kind == archive::ItemKind::kLevel &&
                      settlement.answer == archive::Answer::kValue;
  if (!raises) {
    print_settled(context, name, TRY(archive::settle(session, opened, settlement)));
    return {};
  }
  const Level level = TRY(parse_level(settlement.value));
  TRY(session.require(vault::Duty::kDescribe));
  const vault::ClassifyAction action =
      TRY(archive::raised_level(opened, level, session.vault().header().profile));
  const vault::Outcome outcome = TRY(session.propose(action));
  report_outcome(context, outcome,
                 {{"item", name.text()},
                  {"id", name.document.to_string()},
                  {"from", opened.reader.label().to_string()},
                  {"level", level_code(level)}},
                 name.text() + ": " + label_words(action.to));
  if (!outcome.done) return {};
  // It was raised by who may: nothing is left to settle.
  const vault::Look look = TRY(archive::look_at(session, name));
  const auto raised = TRY(archive::open_item(session, look, name));
  TRY(archive::settle(session, raised, {archive::Answer::kConfirmed, {}}));
  return {};
}

Result<void> settle_named(const Context& context, vault::Session& session,
                          const archive::ItemName& name,
                          const archive::Settlement& settlement) {
  const vault::Look look = TRY(archive::look_at(session, name));
  const auto opened = TRY(archive::open_item(session, look, name));
  return settle_item(context, session, opened, settlement);
}

namespace {

void add_filter(CLI::App& command, ReviewOptions& options) {
  command
      .add_option(
          "--below", options.below,
          "what was read less surely than this, 0 to 1 (default: fields and pages "
          "0.70, levels 0.80)")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("C");
  command
      .add_option("--field", options.field, "this field alone, such as number or date")
      ->type_name("NAME");
  command.add_option("--kind", options.kind, "field, page or level")
      ->check(CLI::IsMember({"field", "page", "level"}))
      ->type_name("K");
  command.add_option("--limit", options.limit, "at most so many, the worst first")
      ->check(CLI::Range(1, 1'000'000))
      ->type_name("N");
}

void add_fix(CLI::App& command, ReviewOptions& options) {
  command.add_option("ITEM", options.item,
                     "ID/number, ID/date, …, ID/page-N, ID/level; without it one after "
                     "the other is asked for on the terminal");
  command.add_option("VALUE", options.value, "what stands in the paper");
  command.add_flag("--confirm", options.confirm, "it is right as it was read");
  command.add_flag("--none", options.none, "the paper has no such field");
  command.add_option("--text", options.text, "the page's whole text; - for stdin")
      ->type_name("FILE");
  command
      .add_option(
          "--from", options.from,
          "lines ITEM,VALUE; = for right as read, - for none, empty to pass over; "
          "- for stdin")
      ->type_name("FILE");
  command
      .add_option("--image", options.image,
                  "a file that shows the place that is asked for; removed at the end")
      ->type_name("FILE");
  command.add_flag("--in-terminal", options.in_terminal,
                   "show the place in the terminal, where it knows kitty's protocol");
  add_filter(command, options);
}

}  // namespace

void add_review(CLI::App& app, Command& chosen) {
  CLI::App* command =
      app.add_subcommand("review", "settle what was read badly, the worst first");
  command->require_subcommand(1);
  auto options = std::make_shared<ReviewOptions>();
  using Run = Result<int> (*)(Context&, const ReviewOptions&);
  const auto inner = [&](const char* word, const char* what, Run run) {
    CLI::App* made = command->add_subcommand(word, what);
    made->callback([options, run, &chosen] {
      chosen = [options, run](Context& context) { return run(context, *options); };
    });
    return made;
  };
  add_filter(*inner("list", "what waits for a person, the worst first", list), *options);
  CLI::App* showing = inner("show", "one item: what was read, and its place", show);
  showing->add_option("ITEM", options->item, "as 'review list' gives it")->required();
  showing->add_option("--image", options->image, "write the place as a PNG; - for stdout")
      ->type_name("FILE");
  add_fix(*inner("fix", "say what stands there", fix), *options);
}

}  // namespace tangthu::cli
