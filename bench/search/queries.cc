#include "bench/search/queries.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <unordered_map>

#include "bench/files.h"
#include "bench/search/corpus_file.h"
#include "indexer/analysis.h"
#include "samples/calendar.h"
#include "samples/grammar.h"
#include "samples/random.h"

namespace tangthu::bench {
namespace {

using samples::Random;

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  if (text.empty()) return {};
  return samples::split(text, ' ');
}

// In how many documents each folded word stands, fields included.
class DocumentCounts {
 public:
  explicit DocumentCounts(const std::filesystem::path& folded) {
    CorpusReader reader(folded);
    for (Record record; reader.next(record);) {
      ++documents_;
      for (const std::string& page : record.pages) {
        add(page);
      }
      for (const auto& [name, value] : record.fields) {
        if (name != "date") add(value);
      }
    }
  }

  std::uint32_t documents() const { return documents_; }
  std::uint32_t of(const std::string& word) const {
    const auto at = counts_.find(word);
    return at == counts_.end() ? 0 : at->second.documents;
  }

 private:
  struct Count {
    std::uint32_t documents = 0;
    std::uint32_t last = 0;  // document, from 1
  };

  void add(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find(' '), text.size());
      word_.assign(text.substr(0, end));
      Count& count = counts_[word_];
      if (count.last != documents_) ++count.documents;
      count.last = documents_;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  std::unordered_map<std::string, Count> counts_;
  std::uint32_t documents_ = 0;
  std::string word_;
};

// A document that queries are drawn from.
struct Source {
  std::vector<indexer::Token> words;
  std::string type;
};

class Chooser {
 public:
  Chooser(const std::filesystem::path& corpus, std::uint64_t seed)
      : counts_(corpus / "folded"), random_(seed) {
    constexpr std::uint32_t kSources = 4000;
    const std::uint32_t step = std::max(1U, counts_.documents() / kSources);
    CorpusReader reader(corpus / "documents");
    std::uint32_t number = 0;
    for (Record record; reader.next(record); ++number) {
      if (number % step == 0) sources_.push_back(source_of(record));
    }
  }

  TimedQuery choose(QueryClass query_class) {
    for (int attempt = 0; attempt < 100'000; ++attempt) {
      if (auto query = draw(query_class)) return std::move(*query);
    }
    std::fprintf(stderr, "bench: the corpus has too few words for its queries\n");
    std::exit(1);
  }

 private:
  static Source source_of(const Record& record) {
    Source source;
    for (const std::string& page : record.pages) {
      for (indexer::Token& token : indexer::analyse(page)) {
        if (token.kind == indexer::TokenKind::kWord) {
          source.words.push_back(std::move(token));
        }
      }
    }
    source.type = record.fields.at("type");
    return source;
  }

  bool is_of(const std::string& word, QueryClass query_class) const {
    const std::uint32_t with = counts_.of(word);
    const std::uint32_t all = counts_.documents();
    switch (query_class) {
      case QueryClass::kFrequentWord:
        return with >= all / 10;
      case QueryClass::kRareWord:
        return with >= 2 && with <= 50;
      default:
        return with >= all / 200 && with <= all / 20;
    }
  }

  static void take(TimedQuery& query, const indexer::Token& token) {
    query.folded.push_back(token.folded);
    query.marked.push_back(token.marked);
  }

  std::optional<TimedQuery> draw(QueryClass query_class) {
    const Source& source = random_.pick(sources_);
    TimedQuery query;
    query.query_class = query_class;
    const indexer::Token& word = random_.pick(source.words);
    switch (query_class) {
      case QueryClass::kFrequentWord:
      case QueryClass::kMiddlingWord:
      case QueryClass::kRareWord:
        if (!is_of(word.folded, query_class)) return std::nullopt;
        take(query, word);
        return query;
      case QueryClass::kTwoWords: {
        const indexer::Token& other = random_.pick(source.words);
        if (other.folded == word.folded) return std::nullopt;
        take(query, word);
        take(query, other);
        return query;
      }
      case QueryClass::kPhrase:
        return phrase(source, std::move(query));
      case QueryClass::kPrefix:
        return prefix(word, std::move(query));
      case QueryClass::kTypeAndWord:
        query.type_as_written = source.type;
        take(query, word);
        return query;
      case QueryClass::kDaysAndWord: {
        const samples::Date day =
            samples::add_days({1995, 1, 1}, random_.integer(0, 30 * 365));
        query.from = samples::iso_date(day);
        query.to = samples::iso_date(samples::add_days(day, random_.integer(7, 1000)));
        take(query, word);
        return query;
      }
    }
    return std::nullopt;
  }

  std::optional<TimedQuery> phrase(const Source& source, TimedQuery query) {
    const int count = random_.integer(2, 4);
    const int last = static_cast<int>(source.words.size()) - count;
    const auto first = static_cast<std::size_t>(random_.integer(0, last));
    for (int i = 0; i < count; ++i) {
      take(query, source.words[first + static_cast<std::size_t>(i)]);
    }
    return query;
  }

  // At least two letters; words of ASCII only, so that marked and folded are cut alike.
  std::optional<TimedQuery> prefix(const indexer::Token& word, TimedQuery query) {
    const int size = static_cast<int>(word.folded.size());
    if (size < 4 || word.folded.find_first_of("0123456789") != std::string::npos) {
      return std::nullopt;
    }
    query.folded.push_back(
        word.folded.substr(0, static_cast<std::size_t>(random_.integer(2, size - 1))));
    query.marked = query.folded;
    return query;
  }

  DocumentCounts counts_;
  Random random_;
  std::vector<Source> sources_;
};

std::string folded_words(const std::string& text) {
  std::vector<std::string> words;
  for (const indexer::Token& token : indexer::analyse(text)) {
    if (token.kind == indexer::TokenKind::kWord) words.push_back(token.folded);
  }
  return joined(words);
}

}  // namespace

std::string as_typed(const TimedQuery& query) {
  std::string out = joined(query.folded);
  if (query.query_class == QueryClass::kPhrase) out = '"' + out + '"';
  if (query.query_class == QueryClass::kPrefix) out += '*';
  if (!query.type.empty()) out = "type:\"" + query.type + "\" " + out;
  if (!query.from.empty()) out += " date:" + query.from + ".." + query.to;
  return out;
}

void write_queries(const std::filesystem::path& path,
                   const std::vector<TimedQuery>& queries) {
  const File file = open_file(path, "wb");
  for (const TimedQuery& query : queries) {
    std::string line(kQueryClasses[static_cast<std::size_t>(query.query_class)]);
    for (const std::string& part :
         {joined(query.folded), joined(query.marked), query.type, query.type_as_written,
          query.from, query.to}) {
      line += '\t' + part;
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), file.get());
  }
}

std::vector<TimedQuery> read_queries(const std::filesystem::path& path) {
  std::vector<TimedQuery> out;
  for (const std::string& line : samples::split(read_text(path), '\n')) {
    const auto parts = samples::split(line, '\t');
    if (parts.size() < 3) continue;
    TimedQuery query;
    const auto at = std::find(kQueryClasses.begin(), kQueryClasses.end(), parts[0]);
    query.query_class = static_cast<QueryClass>(at - kQueryClasses.begin());
    query.folded = words_of(parts[1]);
    query.marked = words_of(parts[2]);
    const auto part = [&](std::size_t i) {
      return i < parts.size() ? parts[i] : std::string();
    };
    query.type = part(3);
    query.type_as_written = part(4);
    query.from = part(5);
    query.to = part(6);
    out.push_back(std::move(query));
  }
  return out;
}

std::vector<TimedQuery> choose_queries(const std::filesystem::path& corpus, int each,
                                       std::uint64_t seed) {
  Chooser chooser(corpus, seed);
  std::vector<TimedQuery> out;
  for (std::size_t i = 0; i < kQueryClasses.size(); ++i) {
    for (int n = 0; n < each; ++n) {
      out.push_back(chooser.choose(static_cast<QueryClass>(i)));
      out.back().type = folded_words(out.back().type_as_written);
    }
  }
  return out;
}

}  // namespace tangthu::bench
