// Reports over what a session may read, and as papers. The paper says for which labels it
// was made.
#pragma once

#include "archive/books/register_paper.h"
#include "archive/books/secrecy_report.h"
#include "archive/books/statistics.h"
#include "vault/session.h"

namespace tangthu::archive {

struct SecrecyReportMade {
  SecrecyReport report;
  std::vector<Label> labels;  // that the session holds
  std::size_t damaged = 0;
};
// Copies by the entries of copies; what was destroyed by its traces
// (archive/secrecy/destroyed.h), and of before there were these by cases of destruction,
// which count at the level of the case, the highest of its documents.
Result<SecrecyReportMade> make_secrecy_report(vault::Session& session,
                                              const vault::Look& look,
                                              const PaperForm& form, int year);

struct StatisticsMade {
  Statistics statistics;
  std::vector<Label> labels;
  std::size_t damaged = 0;
};
// Of papers of this year; 0: of all.
Result<StatisticsMade> make_statistics(vault::Session& session, const vault::Look& look,
                                       int year);

Result<Bytes> paper_of(const SecrecyReportMade& made, const FormBook& forms,
                       const PaperForm& form, PaperFormat format);
Result<Bytes> paper_of(const StatisticsMade& made, int year, const FormBook& forms,
                       const PaperForm& form, PaperFormat format);

// What the report says, line by line: an item and its counts.
struct ReportLine {
  std::string code;  // for programs: "held", "classified", …
  std::string item;
  LevelCounts counts;
};
std::vector<ReportLine> lines_of(const SecrecyReport& report);

}  // namespace tangthu::archive
