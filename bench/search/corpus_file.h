// Documents in a file, one after the other: what every program of the search bench reads.
//
//   corpus = record*
//   record = size:u32 ‖ pages:u32 ‖ page{pages} ‖ fields:u32 ‖ (name ‖ value){fields}
//   page, name, value = length:u32 ‖ UTF-8; all integers little-endian
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace tangthu::bench {

// Numbered from 0 by its place in the file.
struct Record {
  std::vector<std::string> pages;
  std::map<std::string, std::string> fields;
};

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;
// The end of the program when it can't be opened.
File open_file(const std::filesystem::path& path, const char* mode);

class CorpusWriter {
 public:
  explicit CorpusWriter(const std::filesystem::path& path);
  void add(const Record& record);

 private:
  File file_;
};

class CorpusReader {
 public:
  explicit CorpusReader(const std::filesystem::path& path);
  // False at the end.
  bool next(Record& record);

 private:
  File file_;
  Bytes bytes_;
};

}  // namespace tangthu::bench
