#include "bench/search/composed.h"

#include "samples/composer.h"

namespace tangthu::bench {
namespace {

void append(const samples::Spans& spans, std::string& out) {
  for (const samples::Span& span : spans) {
    out += span.text;
  }
  out += '\n';
}

void append(const std::vector<std::string>& lines, std::string& out) {
  for (const std::string& line : lines) {
    out += line + '\n';
  }
}

void append(const samples::Block& block, std::string& out) {
  if (const auto* paragraph = std::get_if<samples::Paragraph>(&block)) {
    append(paragraph->spans, out);
  } else if (const auto* table = std::get_if<samples::Table>(&block)) {
    for (const auto& row : table->rows) {
      for (const std::string& cell : row) {
        out += cell + ' ';
      }
      out += '\n';
    }
  }
}

samples::Wishes some_wishes(samples::Random& random) {
  samples::Wishes wishes;
  wishes.type_code = random.pick(samples::document_types()).code;
  wishes.era = random.chance(0.25) ? samples::Era::kOld : samples::Era::kModern;
  wishes.amount = random.integer(0, 4);
  return wishes;
}

}  // namespace

ComposedText compose_text(const samples::Grammar& grammar, samples::Phrases& phrases) {
  const samples::Document document =
      samples::Composer(grammar, phrases, some_wishes(phrases.random())).compose();
  ComposedText out;
  const samples::Heading& heading = document.heading;
  append(heading.parent, out.heading);
  append(heading.agency, out.heading);
  append(heading.number, out.heading);
  out.heading += heading.side_subject + '\n';
  append(heading.motto, out.heading);
  append(heading.place_date, out.heading);
  for (const samples::Block& block : document.body) {
    append(block, out.body);
  }
  append(document.recipients, out.body);
  append(document.signature.authority, out.signature);
  out.signature += document.signature.title + '\n' + document.signature.name + '\n';
  for (const samples::Block& block : document.annexes) {
    append(block, out.signature);
  }
  out.subject = phrases.get("subject");
  out.fields = document.fields;
  return out;
}

}  // namespace tangthu::bench
