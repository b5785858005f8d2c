// bench-model VAULT DOCUMENTS DOSSIERS SEED: makes a trial vault of the user "lan",
// passphrase "lan", with documents that nobody had to read, in dossiers that are opened.
// bench/model times the commands on it.
#include <cstdlib>
#include <iostream>
#include <random>

#include "archive/model/dossier.h"
#include "tests/archive/stored_document.h"

namespace {

using namespace tangthu;  // NOLINT: a program of one file

Result<void> make(const std::filesystem::path& folder, int documents, int dossiers,
                  std::uint32_t seed) {
  vault::CreateOptions options;
  options.cost = vault::kLeastSlowHashCost;
  vault::RootKey root;
  random_bytes(root.reveal_writable());
  std::vector<vault::Founder> founders;
  founders.push_back({"lan",
                      Passphrase(as_bytes("lan")),
                      vault::Roles::all(),
                      {{Level::kTuyetMat, {}, true}}});
  TRY(vault::Vault::create(folder, options, root, founders));
  const auto opened = TRY(vault::open_with_passphrase(
      folder, "lan", Passphrase(as_bytes("lan")), vault::Access::kWrite));
  std::mt19937 random(seed);
  for (int i = 0; i < dossiers; ++i) {
    archive::Dossier dossier;
    dossier.code = "F.2020." + std::to_string(i + 1);
    archive::keep_value(dossier.fields, "title",
                        "Tập quyết định " + std::to_string(i + 1), "lan", 1);
    TRY(archive::add_entry(*opened.session, dossier.label, to_entry(dossier).content,
                           "dossier-open"));
  }
  for (int i = 0; i < documents; ++i) {
    const int number = static_cast<int>(random() % 900) + 1;
    archive::DocumentWords words;
    words.pages.assign(random() % 3 + 1, "Về việc chi trả kinh phí thường xuyên");
    words.fields = {{"number", std::to_string(number)},
                    {"symbol", "QĐ-UBND"},
                    {"date", "2020-03-05"},
                    {"type", "Quyết định"},
                    {"agency", "ỦY BAN NHÂN DÂN"},
                    {"subject", "Về việc chi trả kinh phí"},
                    {"dossier", "F.2020." + std::to_string(i % dossiers + 1)}};
    const Label label{random() % 50 == 0 ? Level::kMat : Level::kThuong, {}};
    TRY(archive::store_words(*opened.session, label, words));
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: bench-model VAULT DOCUMENTS DOSSIERS SEED\n";
    return 2;
  }
  const auto made = make(argv[1], std::atoi(argv[2]), std::atoi(argv[3]),
                         static_cast<std::uint32_t>(std::atoi(argv[4])));
  if (!made) std::cerr << made.error().text() << '\n';
  return made ? 0 : 1;
}
