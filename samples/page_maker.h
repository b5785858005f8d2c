// Makes Vietnamese administrative documents as page images, with their truth.
//
// All persons, numbers and dealings are invented. The same spec gives the same pages on
// one machine (fonts and their rasteriser belong to the machine).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/level.h"
#include "base/page.h"
#include "base/result.h"
#include "samples/degrade/degrade.h"
#include "samples/truth.h"

namespace tangthu::samples {

enum class Length : std::uint8_t {
  kAny,         // one page to about six, as a real batch
  kSinglePage,  // one page exactly
};

enum class StampVariety : std::uint8_t {
  kUsual,
  // Secrecy stamps worn, turned, with two borders, in the black of a photocopy, across
  // print or partly off the sheet; GIẢI MẬT, copy stamps and others beside them.
  kUnusual,
};

enum class InkTruth : std::uint8_t { kNone, kLayers };

struct DocumentSpec {
  std::uint64_t seed = 1;
  Grade grade = Grade::kClean;
  std::string type;            // a code of document_types(), empty for any
  std::optional<Level> level;  // nothing: about one in five is secret
  Length length = Length::kAny;
  int dpi = kDefaultDpi;  // 72–600
  std::string plant;      // words that must stand in the body; at most kMaxPlantBytes
  // What a grade draws seldom; the zeros change nothing that a seed makes.
  double stamp_faintness = 0;  // of secrecy and urgency stamps, at least; 0–1
  StampVariety stamps = StampVariety::kUsual;
  MoreWear more_wear;
  InkTruth ink_truth = InkTruth::kNone;
};

inline constexpr std::size_t kMaxPlantBytes = 200;
inline constexpr int kMinSampleDpi = 72;
inline constexpr int kMaxSampleDpi = 600;

struct DocumentType {
  std::string
      code;  // "QĐ"; "CV" for a công văn and "TCo" for a thư công, which have none
  std::string name;  // "Quyết định"
};
// The 29 types of Decree 30/2020.
const std::vector<DocumentType>& document_types();

struct MadeDocument {
  std::vector<Page> pages;
  Truth truth;
  // With InkTruth::kLayers one a page, RGB, of the page's size and geometry, untouched by
  // years and scanner: dark in the red plane where print lies, in the green one where a
  // pen wrote, in the blue one where there is red ink of a stamp or seal.
  std::vector<Page> ink;
};

// kUsage for a type that isn't one, a resolution outside the limits or too long a plant.
// Thread rule: any number of threads; they take turns.
Result<MadeDocument> make_document(const DocumentSpec& spec);

std::string_view grade_code(Grade grade);  // clean, scan, hard
Result<Grade> parse_grade(std::string_view code);

}  // namespace tangthu::samples
