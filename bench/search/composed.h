// The page maker's documents as plain text, without pages, type or ink.
#pragma once

#include <string>

#include "samples/document.h"
#include "samples/grammar.h"

namespace tangthu::bench {

struct ComposedText {
  std::string heading;
  std::string body;  // recipients after it
  std::string signature;
  std::string subject;  // what it is about, whether a field says so or not
  std::map<std::string, std::string> fields;
};

// Of any type, three of four as they are written since 2011, the others older.
ComposedText compose_text(const samples::Grammar& grammar, samples::Phrases& phrases);

}  // namespace tangthu::bench
