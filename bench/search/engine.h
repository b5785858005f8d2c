// What is measured, and how: the same for all programs, each in a process of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bench/search/corpus_file.h"
#include "bench/search/queries.h"

namespace tangthu::bench {

inline constexpr std::size_t kHits = 10;

// A query set with relevance asks in the program's own way (quality.h).
struct FreeQuery {
  std::string typed;                // as a person types it
  std::vector<std::string> folded;  // its words
  bool phrase = false;              // they must follow each other
};

class Engine {
 public:
  virtual ~Engine() = default;

  // Marks tell words apart: it reads the file "documents" of a corpus, not "folded".
  virtual bool knows_marks() const { return false; }

  // An index in an empty folder. Documents come in the order of their numbers.
  virtual void create(const std::filesystem::path& folder) = 0;
  virtual void add(std::uint32_t number, const Record& record) = 0;
  // What was added is on the disk and can be searched.
  virtual void finish() = 0;
  // What its own manual advises before it is searched; counted apart.
  virtual void optimise() {}

  // Where the process does more than indexing, or the folder holds more than the index:
  // its processor time, and its bytes.
  virtual std::optional<double> indexing_seconds() const { return std::nullopt; }
  virtual std::optional<std::uint64_t> index_bytes() const { return std::nullopt; }

  // What the bench alone needs to know of the index, before anything is timed.
  virtual void prepare(const std::filesystem::path& /*folder*/) {}
  virtual void open(const std::filesystem::path& folder) = 0;
  // The numbers of the best kHits documents, best first.
  virtual std::vector<std::uint32_t> search(const TimedQuery& query) = 0;
  // As a person types it; the best `limit`.
  virtual std::vector<std::uint32_t> search(const FreeQuery& query,
                                            std::size_t limit) = 0;
};

// NAME index CORPUS FOLDER [COUNT]   indexes a corpus, or its first COUNT documents
// NAME query CORPUS FOLDER           takes the times of the queries of the corpus
// NAME judge CORPUS FOLDER           how well it finds what is relevant (quality.h)
// Each prints "what: figures" lines that bench/index makes its tables of.
int measure(Engine& engine, int argc, char** argv);

}  // namespace tangthu::bench
