// What stands on the pages of a made document: the truth that recognition is held to.
//
// Lines are in the order in which a clerk reads: left column of the heading whole (parent
// body, body, number, subject of a công văn), right column whole (motto, place and date),
// type and subject, body (a table cell by cell, row after row, each cell whole), the
// recipients, the signature, then page number and footer. One truth line is one printed
// line; what a pen wrote stands in its place; words of stamps and seals are in `stamps`
// only. Fields hold what is printed: `number` is what stands before the first '/' and
// `symbol` what follows it; `subject` of a công văn goes without "V/v"; `recipients` are
// joined by "; "; a field that the document lacks is absent.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/level.h"
#include "base/page.h"

namespace tangthu::samples {

struct TruthLine {
  std::string text;
  Box box;           // pixels of the file
  std::string role;  // parent_agency, agency, number, side_subject, motto, place_date,
                     // type, subject, body, table, recipients, signature, annex,
                     // page_number, footer
};

struct TruthStamp {
  std::string text;  // as ocr/text.h: empty for a round seal
  std::string kind;  // secrecy, declassified, urgency, seal, incoming, copy, other
  int page = 0;      // 1-based
  Box box;
};

struct TruthPage {
  int number = 0;  // 1-based
  int width = 0;
  int height = 0;
  int dpi = 0;
  int turn_degrees = 0;  // as degrade/degrade.h says
  double skew_degrees = 0;
  std::vector<TruthLine> lines;
};

struct Truth {
  std::string grade;
  std::uint64_t seed = 0;
  Level level = Level::kThuong;
  std::string type;  // "Quyết định"
  std::map<std::string, std::string> fields;
  std::vector<std::string> handwritten;
  std::vector<TruthStamp> stamps;
  std::vector<TruthPage> pages;
};

std::string page_text(const TruthPage& page);
// Pages separated by form feeds.
std::string plain_text(const Truth& truth);
Json to_json(const Truth& truth, const std::string& file);

}  // namespace tangthu::samples
