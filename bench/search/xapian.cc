// Xapian: a glass database with positions; every folded word as a term, those of fields
// with the field's prefix as well, as its manual indexes fields; the whole type as a
// filter term, the day in a value slot; BM25 with k1 = 1.2, b = 0.75. Flushed every
// 50,000 documents, no fsync, compacted at the end. The only file of the bench that knows
// Xapian.
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>

#include <xapian.h>

#include "bench/search/engine.h"

namespace tangthu::bench {
namespace {

constexpr Xapian::valueno kDay = 0;
constexpr auto kPrefixes =
    std::to_array<std::pair<std::string_view, const char*>>({{"agency", "A"},
                                                             {"dossier", "XD"},
                                                             {"number", "XN"},
                                                             {"parent_agency", "XP"},
                                                             {"place", "XL"},
                                                             {"signer", "XS"},
                                                             {"signer_title", "XJ"},
                                                             {"subject", "S"},
                                                             {"symbol", "XY"},
                                                             {"type", "XT"}});
constexpr const char* kWholeType = "XW";

template <typename Visit>
void for_each_word(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) visit(std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

class XapianEngine : public Engine {
 public:
  void create(const std::filesystem::path& folder) override {
    folder_ = folder;
    writable_.emplace(folder / "written",
                      Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC);
  }

  void add(std::uint32_t number, const Record& record) override {
    Xapian::Document document;
    Xapian::termpos position = 0;
    for (const std::string& page : record.pages) {
      for_each_word(
          page, [&](const std::string& word) { document.add_posting(word, ++position); });
    }
    for (const auto& field : kPrefixes) {
      const auto value = record.fields.find(std::string(field.first));
      if (value == record.fields.end()) continue;
      position += 100;
      for_each_word(value->second, [&](const std::string& word) {
        ++position;
        document.add_posting(word, position);
        document.add_posting(field.second + word, position);
      });
    }
    const auto type = record.fields.find("type");
    if (type != record.fields.end()) document.add_boolean_term(kWholeType + type->second);
    document.add_value(kDay, record.fields.at("date"));
    if (writable_->add_document(document) != number + 1) std::abort();
  }

  void finish() override { writable_->commit(); }

  void optimise() override {
    writable_->compact((folder_ / "compact").string(), Xapian::Compactor::FULL);
    writable_.reset();
    std::filesystem::remove_all(folder_ / "written");
  }

  void open(const std::filesystem::path& folder) override {
    database_.emplace((folder / "compact").string());
    enquire_.emplace(*database_);
    enquire_->set_weighting_scheme(Xapian::BM25Weight(1.2, 0, 1, 0.75, 0));
  }

  std::vector<std::uint32_t> search(const TimedQuery& query) override {
    Xapian::Query asked;
    switch (query.query_class) {
      case QueryClass::kPhrase:
        asked = all(query.folded, Xapian::Query::OP_PHRASE);
        break;
      case QueryClass::kPrefix:
        asked =
            Xapian::Query(Xapian::Query::OP_WILDCARD, query.folded.front(), 0,
                          Xapian::Query::WILDCARD_LIMIT_ERROR, Xapian::Query::OP_SYNONYM);
        break;
      default:
        asked = all(query.folded, Xapian::Query::OP_AND);
    }
    if (!query.type.empty()) {
      asked = Xapian::Query(Xapian::Query::OP_FILTER, asked,
                            Xapian::Query(kWholeType + query.type));
    }
    if (!query.from.empty()) {
      const Xapian::Query days(Xapian::Query::OP_VALUE_RANGE, kDay, query.from, query.to);
      asked = Xapian::Query(Xapian::Query::OP_FILTER, asked, days);
    }
    return best(asked, kHits);
  }

  std::vector<std::uint32_t> search(const FreeQuery& query, std::size_t limit) override {
    return best(all(query.folded,
                    query.phrase ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_AND),
                limit);
  }

 private:
  static Xapian::Query all(const std::vector<std::string>& words,
                           Xapian::Query::op operation) {
    if (words.size() == 1) return Xapian::Query(words.front());
    return Xapian::Query(operation, words.begin(), words.end());
  }

  std::vector<std::uint32_t> best(const Xapian::Query& query, std::size_t limit) {
    enquire_->set_query(query);
    const Xapian::MSet found =
        enquire_->get_mset(0, static_cast<Xapian::doccount>(limit));
    std::vector<std::uint32_t> out;
    for (auto at = found.begin(); at != found.end(); ++at) {
      out.push_back(*at - 1);
    }
    return out;
  }

  std::filesystem::path folder_;
  std::optional<Xapian::WritableDatabase> writable_;
  std::optional<Xapian::Database> database_;
  std::optional<Xapian::Enquire> enquire_;
};

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  setenv("XAPIAN_FLUSH_THRESHOLD", "50000", 0);
  try {
    tangthu::bench::XapianEngine engine;
    return tangthu::bench::measure(engine, argc, argv);
  } catch (const Xapian::Error& error) {
    std::fprintf(stderr, "bench: Xapian: %s\n", error.get_description().c_str());
    return 1;
  }
}
