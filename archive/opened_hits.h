// What hits show of documents, as it was opened for somebody who searched: the record,
// and the text of the page that was hit. It is kept, within a limit, for the searches
// that follow, and given out again only while nothing in the document has changed. It
// belongs to the index that the hit came from (open_index.h): who holds the same keys may
// read it, nobody else gets it. What goes is wiped. Thread rule: any thread.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>

#include "archive/record.h"
#include "base/id.h"
#include "indexer/highlight.h"
#include "vault/session.h"

namespace tangthu::archive {

struct OpenedHit {
  OpenedHit(Record of, std::string_view page_text)
      : record(std::move(of)), text(page_text) {}
  ~OpenedHit();
  OpenedHit(const OpenedHit&) = delete;
  OpenedHit& operator=(const OpenedHit&) = delete;

  Record record;
  indexer::SearchableText text;  // of the page; empty where none was wanted
};

class OpenedHits {
 public:
  using Index = std::uint32_t;
  // Page 0: the record alone.
  using Place = std::tuple<Index, DocumentId, int>;

  // `most_bytes`: of records and texts of all indexes together, about.
  explicit OpenedHits(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  // A number of its own for each index; and the end of one, of which nothing stays.
  Index add_index();
  void drop_index(Index index);

  // Nothing where it was not kept when the document had this count of changes
  // (vault/rocks_store.h).
  std::shared_ptr<const OpenedHit> find(const Place& place, std::uint64_t changes);
  void keep(const Place& place, std::uint64_t changes,
            std::shared_ptr<const OpenedHit> hit, std::size_t bytes);
  std::size_t bytes() const;

 private:
  struct Entry {
    Place place;
    std::uint64_t changes;
    std::shared_ptr<const OpenedHit> hit;
    std::size_t bytes;
  };
  using Entries = std::list<Entry>;
  void drop(Entries::iterator entry);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;  // guards what follows
  Index indexes_ = 0;
  std::size_t bytes_ = 0;
  Entries used_;  // the latest first
  std::map<Place, Entries::iterator> where_;
};

// One index's part of them.
class HitShelf {
 public:
  explicit HitShelf(std::shared_ptr<OpenedHits> hits)
      : hits_(std::move(hits)), index_(hits_->add_index()) {}
  ~HitShelf() { hits_->drop_index(index_); }
  HitShelf(const HitShelf&) = delete;
  HitShelf& operator=(const HitShelf&) = delete;

  // From the shelf, or opened now. The session holds the index's label, with the keys of
  // those who filled the shelf. Page 0: the record alone. Errors: those of
  // Session::open_document() and of retrieve.h.
  Result<std::shared_ptr<const OpenedHit>> open(vault::Session& session,
                                                const vault::Look& look,
                                                const Label& label, const DocumentId& id,
                                                int page);

 private:
  const std::shared_ptr<OpenedHits> hits_;
  const OpenedHits::Index index_;
};

}  // namespace tangthu::archive
