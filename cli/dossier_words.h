// How fonds and dossiers are told to people and programs.
#pragma once

#include "archive/model/dossier_check.h"
#include "cli/context.h"

namespace tangthu::cli {

// {"id","code","fields","history"}
Json fonds_json(const archive::Fonds& fonds);
std::string fonds_words(const archive::Fonds& fonds);

// {"id","code","fonds","level","compartments","state","title","documents","pages",
// "opened": true}; no title of Tuyệt mật.
Json dossier_line_json(const archive::Dossier& dossier, std::size_t documents,
                       std::size_t pages);
std::string dossier_line(const archive::Dossier& dossier, std::size_t documents,
                         std::size_t pages);

// All of it, with its documents.
Json dossier_json(const archive::RecordRules& rules, const archive::Dossier& dossier,
                  const archive::Members& members);
std::string dossier_text(const archive::RecordRules& rules,
                         const archive::Dossier& dossier,
                         const archive::Members& members);

void report_problems(const Context& context,
                     const std::vector<archive::DossierProblem>& problems);

}  // namespace tangthu::cli
