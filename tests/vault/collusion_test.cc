// Users who put together all that they have: their own keys, every label key that they
// were given, the root key and every byte that is stored.
#include <set>

#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/vault/open_vault.h"
#include "vault/shred_layer.h"
#include "vault/user_records.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

const std::vector<std::string> kCompartments = {"doi-ngoai", "nhan-su", "tai-chinh"};

std::vector<Label> lattice() {
  std::vector<Label> out;
  for (const Level level : kAllLevels) {
    for (unsigned bits = 0; bits < 8; ++bits) {
      Label label{level, {}};
      for (unsigned i = 0; i < 3; ++i) {
        if ((bits >> i & 1U) != 0) label.compartments.insert(kCompartments[i]);
      }
      out.push_back(std::move(label));
    }
  }
  return out;
}

std::vector<Clearance> clearances() {
  std::vector<Clearance> out;
  for (const Label& label : lattice())
    out.push_back({label.level, label.compartments});
  for (const Level level : kAllLevels)
    out.push_back({level, {}, true});
  return out;
}

// A wrap as it is stored, with the context it was made for and whom it was made for.
struct StoredWrap {
  Bytes wrapped;
  Bytes context;
  PublicKey recipient;
  std::size_t gives;  // index of the label or, beyond those, of the document
};

class CollusionTest : public testing::Test {
 protected:
  void SetUp() override {
    random_bytes(root_.reveal_writable());
    CreateOptions options;
    options.cost = kLeastSlowHashCost;
    options.recovery_key = make_key_pair().public_key;
    std::vector<Founder> founders;
    founders.push_back(
        {"lan", passphrase_of("lan"), Roles::all(), {{Level::kTuyetMat, {}, true}}});
    for (std::size_t i = 0; i < clearances_.size(); ++i) {
      const std::string name = "u" + std::to_string(i);
      founders.push_back({name, passphrase_of(name), {Role::kReader}, {clearances_[i]}});
    }
    ASSERT_TRUE(Vault::create(path(), options, root_, founders));
    vault_ = std::move(*Vault::unseal(path(), root_.clone(), Access::kWrite));
    lan_ = std::move(*vault_->log_in("lan", passphrase_of("lan")));
    for (const Label& label : labels_)
      documents_.push_back(store(label));
  }
  void TearDown() override {
    lan_.reset();
    vault_.reset();
  }
  std::filesystem::path path() const { return folder_.path() / "vault"; }
  DocumentId store(const Label& label) const {
    auto writer = lan_->write_document(label);
    EXPECT_TRUE(writer->add({ObjectKind::kText, 1}, as_bytes("nội dung")));
    EXPECT_TRUE(writer->add_label_record(LabelRecordKind::kCatalogue, as_bytes("mục")));
    EXPECT_TRUE(writer->commit());
    return writer->id();
  }
  std::pair<User, UserKeys> keys_of(std::size_t user) const {
    const std::string name = "u" + std::to_string(user);
    return vault_->directory()
        .log_in(derive_passphrase(vault_->header(), name, passphrase_of(name)))
        .value();
  }
  // Every wrap in the vault, taken out of barrier and shred layer: grants of everybody,
  // the recovery quorum's, the auditor's, and the documents' keys.
  std::vector<StoredWrap> all_wraps() const;

  test::TemporaryFolder folder_{test::memory_or_disk()};
  RootKey root_;
  std::vector<Label> labels_ = lattice();
  std::vector<Clearance> clearances_ = clearances();
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<Session> lan_;
  std::vector<DocumentId> documents_;
};

std::vector<StoredWrap> CollusionTest::all_wraps() const {
  std::vector<StoredWrap> out;
  Barrier& barrier = vault_->barrier();
  const PartitionName system = barrier.blind("system");
  const ShredTree& shred = vault_->documents().shred;
  const std::vector<User> users = vault_->directory().users().value();
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const LabelKey key = vault_->directory().label_key(labels_[i], 1).value();
    const std::string hash = barrier.blind_key("grant/", labels_[i].encode());
    for (const User& user : users) {
      const std::string name =
          hash + std::string("\0\0\0\1", 4) + std::string(as_text(user.id));
      const auto record = barrier.get(system, name).value();
      if (!record) continue;
      out.push_back(
          {open_shred_layer(shred, user.grants_id, ShredPurpose::kGrant, *record).value(),
           grant_context(key, user.id), user.public_key, i});
    }
    const auto recovery =
        barrier.get(system, barrier.blind_key("recovery/", labels_[i].encode()) +
                                std::string("\0\0\0\1", 4));
    out.push_back({recovery.value().value(), recovery_context(key),
                   vault_->header().recovery_key, i});
    const Envelope envelope = find_envelope(vault_->documents(), documents_[i]).value();
    out.push_back({envelope.wrapped_key,
                   document_key_context(envelope.id, envelope.version, envelope.label, 1),
                   key.public_key, labels_.size() + i});
  }
  return out;
}

// Told the true recipient, so that only the mathematics stands in the way of others.
bool opens(const PrivateKey& key, const StoredWrap& wrap, Bytes& secret) {
  secret.assign(32, 0);
  return unwrap_secret(key, wrap.recipient, wrap.wrapped, wrap.context, secret)
      .has_value();
}

TEST_F(CollusionTest, TwoUsersTogetherOpenOnlyWhatOneOfThemCould) {
  const std::vector<StoredWrap> wraps = all_wraps();
  std::size_t grants = 0;
  for (const Clearance& clearance : clearances_) {
    for (const Label& label : labels_)
      grants += clearance.dominates(label) ? 1 : 0;
  }
  ASSERT_EQ(wraps.size(), grants + 3 * labels_.size());  // lan's, recovery, documents

  // What each user's own key opens, of all wraps there are.
  std::vector<std::set<std::size_t>> own(clearances_.size());
  std::vector<std::optional<PrivateKey>> label_keys(labels_.size());
  for (std::size_t user = 0; user < clearances_.size(); ++user) {
    auto [record, keys] = keys_of(user);
    const PrivateKey& held = keys.private_key;
    for (const StoredWrap& wrap : wraps) {
      Bytes secret;
      if (!opens(held, wrap, secret)) continue;
      own[user].insert(wrap.gives);
      ASSERT_LT(wrap.gives, labels_.size()) << "a user's key opened a document";
      label_keys[wrap.gives] = PrivateKey::copy_of(ByteView(secret).first<32>());
    }
    EXPECT_FALSE(vault_->directory().unlock_audit(record, held).value());
  }
  // What each label's key opens, of all wraps there are.
  std::vector<std::set<std::size_t>> by_label(labels_.size());
  for (std::size_t label = 0; label < labels_.size(); ++label) {
    ASSERT_TRUE(label_keys[label]);
    for (const StoredWrap& wrap : wraps) {
      Bytes secret;
      if (opens(*label_keys[label], wrap, secret)) by_label[label].insert(wrap.gives);
    }
    EXPECT_EQ(by_label[label], (std::set<std::size_t>{labels_.size() + label}));
  }
  const auto reach = [&](const std::set<std::size_t>& keys) {
    std::set<std::size_t> open;
    for (const std::size_t label : keys)
      open.insert(by_label[label].begin(), by_label[label].end());
    return open;
  };
  std::size_t pairs = 0;
  for (std::size_t a = 0; a < clearances_.size(); ++a) {
    for (std::size_t b = a + 1; b < clearances_.size(); ++b, ++pairs) {
      std::set<std::size_t> both = own[a];
      both.insert(own[b].begin(), own[b].end());
      const std::set<std::size_t> open = reach(both);
      for (std::size_t i = 0; i < labels_.size(); ++i) {
        const bool one_could =
            clearances_[a].dominates(labels_[i]) || clearances_[b].dominates(labels_[i]);
        ASSERT_EQ(open.contains(labels_.size() + i), one_could)
            << a << " and " << b << ": " << labels_[i].to_string();
      }
    }
  }
  EXPECT_EQ(pairs, 630U);
}

TEST_F(CollusionTest, EachSessionReadsWhatItsClearanceDominates) {
  for (std::size_t user = 0; user < clearances_.size(); ++user) {
    const auto [record, keys] = keys_of(user);
    const HeldLabels held =
        vault_->directory().unlock_labels(record, keys.private_key).value();
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      const auto reader = DocumentReader::open(vault_->documents(), held, documents_[i]);
      ASSERT_EQ(reader.has_value(), clearances_[user].dominates(labels_[i]));
    }
  }
}

// What a user keeps who was allowed to read: his keys, and a copy of the store of then.
TEST_F(CollusionTest, ARevokedUserKeepsOnlyWhatHeCouldCopyBefore) {
  constexpr std::size_t kUser = 31;  // top secret, all three compartments
  const auto [before, keys] = keys_of(kUser);
  const HeldLabels kept =
      vault_->directory().unlock_labels(before, keys.private_key).value();
  const DocumentContext& context = vault_->documents();
  const DocumentId old = documents_[13];
  const Bytes old_envelope =
      context.barrier.store()
          .get(document_partition(context.barrier, old), kEnvelopeKey)
          .value()
          .value();
  ASSERT_TRUE(DocumentReader::open(context, kept, old));
  ASSERT_TRUE(lan_->revoke("u31", std::nullopt));

  // With the keys of his old session he opens nothing that was written since …
  EXPECT_FALSE(DocumentReader::open(context, kept, store(labels_[13])));
  // … and nothing older, once it was wrapped anew.
  EXPECT_TRUE(DocumentReader::open(context, kept, old));
  EXPECT_EQ(lan_->rewrap_all().value(), documents_.size());
  for (const DocumentId& id : documents_)
    EXPECT_FALSE(DocumentReader::open(context, kept, id));
  // His grants are dead in every copy of the store: his passphrase brings no key back.
  const auto [now, same_keys] = keys_of(kUser);
  EXPECT_TRUE(vault_->directory().unlock_labels(now, keys.private_key)->all().empty());
  EXPECT_TRUE(vault_->directory().unlock_labels(before, keys.private_key)->all().empty());

  // With a label key that he kept *and* an envelope of before he can: he had it all then.
  Batch batch;
  batch.puts.push_back({std::string(kEnvelopeKey), old_envelope});
  ASSERT_TRUE(context.barrier.store().commit(document_partition(context.barrier, old),
                                             batch, Durability::kBuffered));
  EXPECT_TRUE(DocumentReader::open(context, kept, old));
}

}  // namespace
}  // namespace tangthu::vault
