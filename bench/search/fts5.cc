// SQLite's FTS5: one contentless table, a column each for the pages and every field,
// positions kept (detail=full, or there are no phrases), tokenizer unicode61 with
// remove_diacritics 2, bm25 by its `rank`. Days stand in a table beside it, in order of
// the documents. No journal and no fsync; 256 MiB of cache; 'optimize' at the end.
// The only file of the bench that knows SQLite.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <sqlite3.h>

#include "bench/search/engine.h"

namespace tangthu::bench {
namespace {

constexpr auto kColumns =
    std::to_array<const char*>({"agency", "dossier", "number", "parent_agency", "place",
                                "signer", "signer_title", "subject", "symbol", "type"});

int day_number(const std::string& iso) {
  if (iso.size() != 10) return 0;
  return std::atoi(iso.c_str()) * 10'000 + std::atoi(iso.c_str() + 5) * 100 +
         std::atoi(iso.c_str() + 8);
}

class Fts5 : public Engine {
 public:
  Fts5() = default;
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;
  ~Fts5() override { close(); }

  void create(const std::filesystem::path& folder) override {
    connect(folder);
    run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
    std::string columns = "pages";
    std::string marks = "?, ?";
    for (const char* column : kColumns) {
      columns += std::string(", ") + column;
      marks += ", ?";
    }
    run("CREATE VIRTUAL TABLE document USING fts5(" + columns +
        ", content='', detail=full, tokenize='unicode61 remove_diacritics 2')");
    run("CREATE TABLE issued(id INTEGER PRIMARY KEY, day INTEGER)");
    run("BEGIN");
    add_ = prepare("INSERT INTO document(rowid, " + columns + ") VALUES(" + marks + ")");
    add_day_ = prepare("INSERT INTO issued VALUES(?, ?)");
  }

  void add(std::uint32_t number, const Record& record) override {
    std::string pages;
    for (const std::string& page : record.pages) {
      if (!pages.empty()) pages += ' ';
      pages += page;
    }
    sqlite3_bind_int64(add_, 1, number);
    bind(add_, 2, pages);
    int at = 3;
    for (const char* column : kColumns) {
      const auto value = record.fields.find(column);
      if (value == record.fields.end()) {
        sqlite3_bind_null(add_, at++);
      } else {
        bind(add_, at++, value->second);
      }
    }
    step_once(add_);
    sqlite3_bind_int64(add_day_, 1, number);
    sqlite3_bind_int(add_day_, 2, day_number(record.fields.at("date")));
    step_once(add_day_);
  }

  void finish() override {
    sqlite3_finalize(add_);
    sqlite3_finalize(add_day_);
    add_ = add_day_ = nullptr;
    run("COMMIT");
  }

  void optimise() override {
    run("INSERT INTO document(document) VALUES('optimize')");
    run("VACUUM");
  }

  void open(const std::filesystem::path& folder) override {
    connect(folder);
    search_ = prepare(
        "SELECT rowid FROM document WHERE document MATCH ?1 ORDER BY rank LIMIT ?2");
    search_days_ = prepare(
        "SELECT document.rowid FROM document JOIN issued ON issued.id = document.rowid "
        "WHERE document MATCH ?1 AND issued.day BETWEEN ?3 AND ?4 ORDER BY rank LIMIT "
        "?2");
  }

  std::vector<std::uint32_t> search(const TimedQuery& query) override {
    const QueryClass of = query.query_class;
    std::string match = words(query.folded, of == QueryClass::kPhrase);
    if (of == QueryClass::kPrefix) match += '*';
    if (!query.type.empty()) match = "(type : \"" + query.type + "\") AND " + match;
    sqlite3_stmt* const statement = query.from.empty() ? search_ : search_days_;
    bind(statement, 1, match);
    sqlite3_bind_int64(statement, 2, kHits);
    if (!query.from.empty()) {
      sqlite3_bind_int(statement, 3, day_number(query.from));
      sqlite3_bind_int(statement, 4, day_number(query.to));
    }
    return rows(statement);
  }

  std::vector<std::uint32_t> search(const FreeQuery& query, std::size_t limit) override {
    bind(search_, 1, words(query.folded, query.phrase));
    sqlite3_bind_int64(search_, 2, static_cast<sqlite3_int64>(limit));
    return rows(search_);
  }

 private:
  [[noreturn]] void give_up() const {
    std::fprintf(stderr, "bench: SQLite: %s\n", sqlite3_errmsg(connection_));
    std::exit(1);
  }
  void check(int code) const {
    if (code != SQLITE_OK) give_up();
  }
  void connect(const std::filesystem::path& folder) {
    close();
    check(sqlite3_open((folder / "fts5.db").c_str(), &connection_));
    run("PRAGMA cache_size = -262144");
  }
  void close() {
    for (sqlite3_stmt* statement : {add_, add_day_, search_, search_days_}) {
      sqlite3_finalize(statement);
    }
    add_ = add_day_ = search_ = search_days_ = nullptr;
    sqlite3_close(connection_);
    connection_ = nullptr;
  }
  void run(const std::string& statement) {
    check(sqlite3_exec(connection_, statement.c_str(), nullptr, nullptr, nullptr));
  }
  sqlite3_stmt* prepare(const std::string& text) {
    sqlite3_stmt* out = nullptr;
    check(sqlite3_prepare_v2(connection_, text.c_str(), -1, &out, nullptr));
    return out;
  }
  void bind(sqlite3_stmt* statement, int at, const std::string& text) const {
    check(sqlite3_bind_text(statement, at, text.data(), static_cast<int>(text.size()),
                            SQLITE_TRANSIENT));
  }
  void step_once(sqlite3_stmt* statement) const {
    if (sqlite3_step(statement) != SQLITE_DONE) give_up();
    sqlite3_reset(statement);
  }
  std::vector<std::uint32_t> rows(sqlite3_stmt* statement) const {
    std::vector<std::uint32_t> out;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
      out.push_back(static_cast<std::uint32_t>(sqlite3_column_int64(statement, 0)));
    }
    if (code != SQLITE_DONE) give_up();
    sqlite3_reset(statement);
    return out;
  }

  static std::string words(const std::vector<std::string>& words, bool phrase) {
    std::string out;
    for (const std::string& word : words) {
      if (!out.empty()) out += phrase ? " " : " AND ";
      out += phrase ? word : '"' + word + '"';
    }
    return phrase ? '"' + out + '"' : out;
  }

  sqlite3* connection_ = nullptr;
  sqlite3_stmt* add_ = nullptr;
  sqlite3_stmt* add_day_ = nullptr;
  sqlite3_stmt* search_ = nullptr;
  sqlite3_stmt* search_days_ = nullptr;
};

}  // namespace
}  // namespace tangthu::bench

int main(int argc, char** argv) {
  tangthu::bench::Fts5 engine;
  return tangthu::bench::measure(engine, argc, argv);
}
