// Finding: ranked hits over what the session may read, and the plain list of it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "archive/hit_boxes.h"
#include "archive/opened_hits.h"
#include "archive/record.h"
#include "base/id.h"
#include "indexer/evaluate.h"
#include "indexer/facets.h"
#include "indexer/snippet.h"
#include "indexer/suggest.h"
#include "vault/session.h"

namespace tangthu::archive {

// What a document must be, besides matching the words. Text is compared folded.
struct Filter {
  std::optional<Level> level;  // exactly this one
  std::string type;            // whole
  std::string agency;          // a part of either body's name
  std::string from;            // ISO dates, both inclusive
  std::string to;
  std::string dossier;  // whole
};

// kUsage when a date is not one.
Result<void> check(const Filter& filter);

class SearchRoom;

struct Listed {
  DocumentId id;
  Label label;
  Record record;
};

struct FoundDocument {
  DocumentId id;
  Label label;
  std::shared_ptr<const OpenedHit> opened;
  double score;
  std::vector<int> pages;
  indexer::Snippet snippet;      // empty for Tuyệt mật: see hide_subject
  std::vector<PageBoxes> boxes;  // where they were wanted; empty for Tuyệt mật
};

// Lists and hits of Tuyệt mật documents show neither subject nor words of the text
// (Decree 63/2026; see docs/ARCHITECTURE.md), and no word of theirs is proposed; `show`
// does. They count in totals and facets, whose values lists show: kind, body and date.
bool hide_subject(Level level);

// `damaged`: records that could not be opened; what they speak of may be missing here,
// and 'tangthu verify' names it.
struct Listing {
  std::vector<Listed> documents;
  std::size_t damaged = 0;
};
// What a search is to bring.
struct Wanted {
  std::size_t limit = 20;  // hits on a page of them
  std::size_t page = 1;
  indexer::Order order = indexer::Order::kRelevance;
  bool facets = false;
  bool boxes = false;
};
struct Findings {
  std::vector<FoundDocument> hits;
  std::size_t before = 0;   // hits on the pages before
  std::uint64_t total = 0;  // that the session may open, on all pages
  indexer::Facets facets;   // of all pages; where they were wanted
  std::vector<indexer::Suggestion> suggestions;  // where little was found
  std::size_t damaged = 0;
  std::size_t waiting = 0;        // packets that were searched one by one
  std::vector<Label> incomplete;  // labels of which documents may be missing
};

// Both are in the audit log before anything is opened.
Result<Listing> list_documents(vault::Session& session, const Filter& filter);
Result<Findings> search(vault::Session& session, std::string_view query,
                        const Filter& filter, const Wanted& wanted);
// With the session's room, which keeps what it opened for the searches that follow.
Result<Findings> search(vault::Session& session, SearchRoom& room, std::string_view query,
                        const Filter& filter, const Wanted& wanted);

}  // namespace tangthu::archive
