// What shows how well documents are found: a corpus and queries of which it is known what
// is relevant to them, in FOLDER/{documents,folded,judged}.
//   bench-index-judged made QUERIES SEED FOLDER   700 documents of the page maker's texts
//                                                 and the queries of a file
//                                                 (relevance.txt)
//   bench-index-judged read TRUTH READ FOLDER     what recognition READ/X.txt made of
//                                                 TRUTH/X.txt, and words of the truth
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <set>

#include "base/unicode.h"
#include "bench/files.h"
#include "bench/search/composed.h"
#include "bench/search/language.h"
#include "bench/search/quality.h"
#include "indexer/analysis.h"
#include "samples/calendar.h"
#include "samples/texts.h"

namespace tangthu::bench {
namespace {

namespace fs = std::filesystem;
using samples::Random;

// Its words in their marks, a blank before and after each: " bí mật ".
std::string marked_words(const std::string& text) {
  std::string out = " ";
  for (const indexer::Token& token : indexer::analyse(text)) {
    if (token.kind == indexer::TokenKind::kWord) out += token.marked + ' ';
  }
  return out;
}

class Corpus {
 public:
  explicit Corpus(const fs::path& folder)
      : folder_(folder),
        documents_((fs::create_directories(folder), folder / "documents")),
        folded_(folder / "folded") {}

  void add(const std::vector<std::string>& pages,
           std::map<std::string, std::string> fields) {
    Record folded;
    for (const std::string& page : pages) {
      folded.pages.push_back(Piece(page).folded);
    }
    for (const auto& [name, value] : fields) {
      folded.fields[name] = Piece(value).folded;
    }
    folded.fields["date"] = fields["date"];
    documents_.add({pages, std::move(fields)});
    folded_.add(folded);
  }

  // Queries that nothing is relevant to are left out.
  void ask(const std::string& query_class, const std::string& typed,
           std::vector<std::uint32_t> relevant) {
    if (relevant.empty()) return;
    judged_.push_back({query_class, free_query(typed), std::move(relevant)});
  }

  void finish() {
    std::stable_sort(judged_.begin(), judged_.end(), [](const auto& a, const auto& b) {
      return a.query_class < b.query_class;
    });
    write_judged(folder_ / "judged", judged_);
    std::printf("%zu queries\n", judged_.size());
  }

 private:
  fs::path folder_;
  CorpusWriter documents_;
  CorpusWriter folded_;
  std::vector<JudgedQuery> judged_;
};

// The page maker's texts.
class Made {
 public:
  Made(std::uint64_t seed, const fs::path& folder) : random_(seed), corpus_(folder) {
    constexpr std::uint32_t kDocuments = 700;
    const samples::Grammar grammar = samples::Grammar::parse(samples::built_in_texts());
    for (std::uint32_t number = 0; number < kDocuments; ++number) {
      Random own = random_.fork();
      samples::Phrases phrases(grammar, own);
      add(compose_text(grammar, phrases));
    }
  }

  void run(const fs::path& queries) {
    std::string section;
    for (const std::string& line : samples::split(read_text(queries), '\n')) {
      if (line.empty() || line[0] == '#') continue;
      if (line.front() == '[') {
        section = line.substr(1, line.size() - 2);
        continue;
      }
      const auto parts = samples::split(line, '=');
      const auto relevant = about(parts.at(1));
      corpus_.ask(section, parts[0], relevant);
      if (section == "marked") corpus_.ask("unmarked", fold(parts[0]), relevant);
      if (section == "mistyped") {
        corpus_.ask("mistyped, fuzzy", made_fuzzy(parts[0]), relevant);
      }
    }
    ask_for_codes();
    ask_for_days();
    corpus_.finish();
  }

 private:
  void add(ComposedText text) {
    const std::string all = text.heading + text.body + text.signature;
    subjects_.push_back(marked_words(text.subject));
    texts_.push_back(marked_words(all));
    fields_.push_back(text.fields);
    corpus_.add({all}, std::move(text.fields));
  }

  // Each word with the sign that asks for what is like it.
  static std::string made_fuzzy(const std::string& typed) {
    std::string out;
    for (const std::string& word : samples::split(typed, ' ')) {
      const bool long_enough = to_code_points(word).size() > 2;
      out += word + (long_enough ? "~ " : " ");
    }
    return out;
  }

  // That are about it and say so.
  std::vector<std::uint32_t> about(const std::string& words) const {
    const std::string wanted = marked_words(words);
    std::vector<std::uint32_t> out;
    for (std::uint32_t number = 0; number < subjects_.size(); ++number) {
      if (subjects_[number].find(wanted) == std::string::npos) continue;
      if (texts_[number].find(wanted) != std::string::npos) out.push_back(number);
    }
    return out;
  }

  template <typename Key>
  std::vector<std::uint32_t> same(std::uint32_t as, const Key& key) const {
    std::vector<std::uint32_t> out;
    for (std::uint32_t number = 0; number < fields_.size(); ++number) {
      if (key(fields_[number]) == key(fields_[as])) out.push_back(number);
    }
    return out;
  }

  std::uint32_t any() {
    return static_cast<std::uint32_t>(
        random_.integer(0, static_cast<int>(fields_.size()) - 1));
  }

  using Fields = std::map<std::string, std::string>;

  void ask_for_codes() {
    const auto code = [](const Fields& fields) {
      return fields.at("number") + "/" + fields.at("symbol");
    };
    for (int i = 0; i < 30; ++i) {
      const std::uint32_t number = any();
      const std::string typed = code(fields_[number]);
      corpus_.ask("code", i % 3 == 0 ? fold(typed) : typed, same(number, code));
    }
  }

  // As people write days, by turns.
  void ask_for_days() {
    const auto day = [](const Fields& fields) { return fields.at("date"); };
    for (int i = 0; i < 30; ++i) {
      const std::uint32_t number = any();
      const std::string iso = day(fields_[number]);
      const samples::Date date{std::stoi(iso), std::stoi(iso.substr(5)),
                               std::stoi(iso.substr(8))};
      std::string typed = iso;
      if (i % 3 == 0) typed = samples::short_date(date);
      if (i % 3 == 1) typed = "ngày " + samples::long_date(date);
      corpus_.ask("day", typed, same(number, day));
    }
  }

  Random random_;
  Corpus corpus_;
  std::vector<std::string> subjects_;
  std::vector<std::string> texts_;
  std::vector<Fields> fields_;
};

// What recognition read of hard pages.
class Read {
 public:
  Read(const fs::path& truth, const fs::path& read, const fs::path& folder)
      : random_(1), corpus_(folder) {
    for (const fs::path& file : files_in(truth, ".txt")) {
      corpus_.add(samples::split(read_text(read / file.filename()), '\f'), {});
      truths_.push_back(marked_words(read_text(file)));
    }
  }

  void run() {
    constexpr int kOfEach = 10;
    for (const std::string& truth : truths_) {
      std::vector<std::string> words;
      for (const std::string& word : samples::split(truth, ' ')) {
        if (!word.empty()) words.push_back(word);
      }
      for (int i = 0; i < kOfEach && words.size() > 2; ++i) {
        const auto at = static_cast<std::size_t>(
            random_.integer(0, static_cast<int>(words.size()) - 3));
        ask("a word of the truth", {words[at]});
        ask("two words of the truth", {words[at], words[at + 1]});
        ask("three words of the truth", {words[at], words[at + 1], words[at + 2]});
      }
    }
    corpus_.finish();
  }

 private:
  // Relevant are all pages whose truth has these words in a row.
  void ask(const char* query_class, const std::vector<std::string>& words) {
    std::string typed;
    for (const std::string& word : words) {
      typed += (typed.empty() ? "" : " ") + word;
    }
    if (!asked_.insert(typed).second) return;
    std::vector<std::uint32_t> relevant;
    for (std::uint32_t number = 0; number < truths_.size(); ++number) {
      if (truths_[number].find(' ' + typed + ' ') != std::string::npos) {
        relevant.push_back(number);
      }
    }
    corpus_.ask(query_class, typed, relevant);
  }

  Random random_;
  Corpus corpus_;
  std::vector<std::string> truths_;
  std::set<std::string> asked_;
};

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  using namespace tangthu::bench;
  const std::string what = argc == 5 ? argv[1] : "";
  if (what == "made") {
    Made(std::strtoull(argv[3], nullptr, 10), argv[4]).run(argv[2]);
  } else if (what == "read") {
    Read(argv[2], argv[3], argv[4]).run();
  } else {
    std::fprintf(stderr,
                 "usage: bench-index-judged made QUERIES SEED FOLDER\n"
                 "       bench-index-judged read TRUTH READ FOLDER\n");
    return 2;
  }
  return 0;
}
