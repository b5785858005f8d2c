#include "bench/search/corpus_file.h"

#include <cstdlib>

namespace tangthu::bench {
namespace {

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "bench: %s\n", what);
  std::exit(1);
}

}  // namespace

File open_file(const std::filesystem::path& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode));
  if (!file) give_up("a file can't be opened");
  return file;
}

CorpusWriter::CorpusWriter(const std::filesystem::path& path)
    : file_(open_file(path, "wb")) {}

void CorpusWriter::add(const Record& record) {
  ByteWriter body;
  body.integer(static_cast<std::uint32_t>(record.pages.size()));
  for (const std::string& page : record.pages) {
    body.sized(page);
  }
  body.integer(static_cast<std::uint32_t>(record.fields.size()));
  for (const auto& [name, value] : record.fields) {
    body.sized(name);
    body.sized(value);
  }
  ByteWriter out;
  out.sized(body.view());
  const ByteView bytes = out.view();
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    give_up("a file can't be written");
  }
}

CorpusReader::CorpusReader(const std::filesystem::path& path)
    : file_(open_file(path, "rb")) {}

bool CorpusReader::next(Record& record) {
  std::array<std::uint8_t, 4> head{};
  if (std::fread(head.data(), 1, head.size(), file_.get()) != head.size()) return false;
  bytes_.resize(ByteReader(head).integer<std::uint32_t>());
  if (std::fread(bytes_.data(), 1, bytes_.size(), file_.get()) != bytes_.size()) {
    give_up("a corpus ends in the middle of a document");
  }
  ByteReader reader(bytes_);
  record.pages.resize(reader.integer<std::uint32_t>());
  for (std::string& page : record.pages) {
    page = as_text(reader.sized());
  }
  record.fields.clear();
  for (auto fields = reader.integer<std::uint32_t>(); fields > 0; --fields) {
    std::string name = reader.text();
    record.fields.emplace(std::move(name), reader.text());
  }
  if (!reader.complete()) give_up("a corpus is damaged");
  return true;
}

}  // namespace tangthu::bench
