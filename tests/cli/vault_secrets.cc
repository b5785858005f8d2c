#include "tests/cli/vault_secrets.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "vault/share.h"

namespace tangthu::cli {
namespace {

class Gatherer {
 public:
  Gatherer(test::Traces& traces, vault::Vault& vault,
           const std::vector<DocumentId>& documents)
      : traces_(traces), vault_(vault), documents_(documents) {}

  void vault_keys() {
    traces_.add_secret("root key", vault_.root().reveal());
    const vault::Keyring& keyring = vault_.keyring();
    for (const auto& [epoch, key] : keyring.barrier_keys)
      traces_.add_secret("barrier key", key.reveal());
    traces_.add_secret("blinding key", keyring.blinding_key.reveal());
    traces_.add_secret("vault's signing key", keyring.signing_key.reveal().first<32>());
    traces_.add_secret("intake key", keyring.intake_key.reveal());
    shred_keys(vault_.documents().shred);
  }

  void user_keys(const std::string& name, const std::string& text) {
    const Passphrase passphrase(as_bytes(text));
    traces_.add_secret("passphrase", passphrase.reveal());
    const auto keys = vault::derive_passphrase(vault_.header(), name, passphrase);
    traces_.add_secret("slot key", keys.slot_key.reveal());
    traces_.add_secret("login key", keys.login_key.reveal());
    const auto user = vault_.directory().log_in(keys);
    if (!user) return;  // an old passphrase
    const auto& [record, own] = *user;
    traces_.add_secret("user key", own.private_key.reveal());
    traces_.add_secret("user's signing key", own.signing_key.reveal().first<32>());
    const auto held = vault_.directory().unlock_labels(record, own.private_key);
    ASSERT_TRUE(held) << held.error().text();
    for (const auto& [label, key] : held->all())
      traces_.add_secret("label key", key.private_key.reveal());
    const auto audit = vault_.directory().unlock_audit(record, own.private_key);
    ASSERT_TRUE(audit) << audit.error().text();
    if (*audit) traces_.add_secret("the log's key", (*audit)->reveal());
    for (const DocumentId& id : documents_) {
      const auto reader = vault::DocumentReader::open(vault_.documents(), *held, id);
      if (reader) traces_.add_secret("document key", reader->key().reveal());
    }
  }

 private:
  // docs/FORMAT.md: head of six bytes, then nodes of path (8), level (1), key (32).
  void shred_keys(const vault::ShredTree& tree) {
    const LockedBuffer encoded = tree.encode();
    for (ByteView rest = encoded.span(); rest.size() >= 6 + 41; rest = rest.subspan(41))
      traces_.add_secret("node of the shred tree", rest.subspan(6 + 9, 32));
    for (const DocumentId& id : documents_) {
      const auto leaf = tree.leaf(vault::shred_id(id), vault::ShredPurpose::kEnvelope);
      if (leaf) traces_.add_secret("leaf of the shred tree", leaf->reveal());
    }
  }

  test::Traces& traces_;
  vault::Vault& vault_;
  const std::vector<DocumentId>& documents_;
};

}  // namespace

void add_vault_secrets(test::Traces& traces, const std::filesystem::path& folder,
                       const vault::RootKey& root,
                       const std::map<std::string, std::string>& passphrases,
                       const std::vector<DocumentId>& documents) {
  const auto vault = vault::Vault::unseal(folder, root.clone(), vault::Access::kRead);
  ASSERT_TRUE(vault) << vault.error().text();
  Gatherer gatherer(traces, **vault, documents);
  gatherer.vault_keys();
  for (const auto& [name, passphrase] : passphrases)
    gatherer.user_keys(name.substr(0, name.find(' ')), passphrase);
}

void add_shares(test::Traces& traces, const std::filesystem::path& file) {
  const Bytes content = test::read_file(file);
  std::string_view rest = as_text(content);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t colon = line.find(": ");
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    std::string text(line.substr(colon + 2));
    const auto share = vault::share_from_text(text);
    ASSERT_TRUE(share) << file;
    traces.add_secret("share", share->part.value.reveal());
    traces.add_secret("share's text", as_bytes(text));
    std::erase(text, ' ');
    traces.add_secret("share's text", as_bytes(text));
  }
}

}  // namespace tangthu::cli
