// Whoever can write to the disk changes, cuts, exchanges and forges what is stored, one
// value at a time. The store's own checks have no key: they are made anew each time.
#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/vault/golden_vault.h"
#include "vault/shred_layer.h"
#include "vault/unseal_slots.h"
#include "vault/wrap.h"

namespace tangthu::vault {
namespace {

using TamperTest = GoldenVaultTest;

TEST_F(TamperTest, NoByteOfASealedRecordCanBeChanged) {
  const std::vector<RawRecord> records = raw_records();
  std::set<std::string> kinds;
  for (const RawRecord& record : records) {
    if (record.key == kManifestKey) continue;
    kinds.insert(record.key.substr(0, record.key.find('/')));
    ASSERT_TRUE(vault().barrier().open(record.partition, record.key, record.value));
    mutilate(record.value, [&](const Bytes& changed) {
      const auto opened = vault().barrier().open(record.partition, record.key, changed);
      ASSERT_FALSE(opened);
      ASSERT_EQ(opened.error().code(), ErrorCode::kCorrupt);
    });
  }
  // Which are all kinds that an embedded vault has.
  const std::set<std::string> expected = {"anchor", "audit", "c", "envelope", "grant",
                                          "label",  "login", "o", "receipt",  "user"};
  EXPECT_EQ(kinds, expected);
}

// A record used to be taken for public when its first byte said so: whoever could write
// to the disk could write any user, label key or anchor that he liked.
TEST_F(TamperTest, ARecordInTheClearIsNoRecordOfTheVault) {
  for (const RawRecord& record : raw_records()) {
    if (record.key == kManifestKey) continue;
    const Bytes inner =
        vault().barrier().open(record.partition, record.key, record.value).value();
    put_raw(record.partition, record.key, Barrier::open_to_all(record.key, inner).value);
    const auto got = vault().barrier().get(record.partition, record.key);
    ASSERT_FALSE(got) << record.key;
    EXPECT_EQ(got.error().code(), ErrorCode::kCorrupt);
    put_raw(record.partition, record.key, record.value);
  }
  EXPECT_EQ(text_of(session(), high_), kHighText);
}

TEST_F(TamperTest, EveryRecordWithAChangedBitStopsWhatNeedsIt) {
  const auto keys = derive_passphrase(vault().header(), "lan", passphrase_of("lan"));
  for (const RawRecord& record : raw_records()) {
    Bytes changed = record.value;
    changed[changed.size() / 2] ^= 1;
    put_raw(record.partition, record.key, changed);
    const auto logged_in = vault().log_in("lan", keys);
    const bool whole = logged_in && text_of(**logged_in, low_) == kLowText &&
                       text_of(**logged_in, high_) == kHighText;
    if (logged_in) {
      for (const DocumentId& id : {low_, high_}) {
        const std::string text = text_of(**logged_in, id);
        EXPECT_TRUE(text == kLowText || text == kHighText || text[0] == '(') << text;
      }
    }
    const std::string kind = record.key.substr(0, record.key.find('/'));
    const bool needed =
        kind == "user" || kind == "label" || kind == "envelope" || kind == "o";
    EXPECT_FALSE(needed && whole) << kind;
    put_raw(record.partition, record.key, record.value);
  }
}

TEST_F(TamperTest, NoByteOfAnEnvelopeCanBeChangedBehindTheBarrier) {
  const PartitionName partition = partition_of(high_);
  const Bytes good = vault().barrier().get(partition, kEnvelopeKey).value().value();
  const ShredTree& shred = vault().documents().shred;
  ASSERT_TRUE(open_envelope(shred, high_, good));
  mutilate(good, [&](const Bytes& changed) {
    ASSERT_FALSE(open_envelope(shred, high_, changed));
  });
}

TEST_F(TamperTest, NoByteOfAManifestCanBeChanged) {
  const PartitionName partition = partition_of(high_);
  const Bytes stored = raw(partition, kManifestKey);
  const Bytes good =
      vault().barrier().get_public(partition, kManifestKey).value().value();
  mutilate(good, [&](const Bytes& changed) {
    const auto read = read_manifest(changed, vault().header().verify_key);
    ASSERT_FALSE(read);
    ASSERT_EQ(read.error().code(), ErrorCode::kCorrupt);
  });
  mutilate(stored, [&](const Bytes& changed) {
    put_raw(partition, std::string(kManifestKey), changed);
    ASSERT_FALSE(open_document(session(), high_).value().objects());
  });
}

TEST_F(TamperTest, AnotherDocumentsManifestIsRefused) {
  put_raw(partition_of(high_), std::string(kManifestKey),
          raw(partition_of(low_), kManifestKey));
  EXPECT_EQ(open_document(session(), high_)->objects().error().code(),
            ErrorCode::kCorrupt);
}

TEST_F(TamperTest, NoByteOfAGrantOrLoginCanBeChangedBehindTheBarrier) {
  const User lan = vault().directory().user_named("lan").value();
  const auto keys = derive_passphrase(vault().header(), "lan", passphrase_of("lan"));
  const auto [user, user_keys] = vault().directory().log_in(keys).value();
  for (const RawRecord& record : raw_records()) {
    const bool grant =
        record.key.starts_with("grant/") && record.key.ends_with(as_text(lan.id));
    const bool login =
        record.key.starts_with("login/") && record.key.ends_with(as_text(lan.login_tag));
    if (!grant && !login) continue;
    const Bytes inner =
        vault().barrier().open(record.partition, record.key, record.value).value();
    mutilate(inner, [&, &user = user, &user_keys = user_keys](const Bytes& changed) {
      const Record sealed =
          vault().barrier().sealed(record.partition, record.key, changed);
      Batch batch;
      batch.puts.push_back(sealed);
      ASSERT_TRUE(vault().store().commit(record.partition, batch, Durability::kBuffered));
      if (grant) {
        ASSERT_FALSE(vault().directory().unlock_labels(user, user_keys.private_key));
      } else {
        ASSERT_FALSE(vault().directory().log_in(keys));
      }
    });
    put_raw(record.partition, record.key, record.value);
  }
}

TEST_F(TamperTest, WhatStandsUnderOneKeyIsRefusedUnderAnother) {
  const std::vector<RawRecord> records = raw_records();
  for (const RawRecord& from : records) {
    for (const RawRecord& to : records) {
      const bool same = from.partition == to.partition && from.key == to.key;
      if (same || from.key == kManifestKey) continue;
      EXPECT_FALSE(vault().barrier().open(to.partition, to.key, from.value));
    }
  }
}

TEST_F(TamperTest, AnEnvelopeOfAnotherDocumentIsRefusedBehindTheBarrierToo) {
  const Bytes envelope =
      vault().barrier().get(partition_of(low_), kEnvelopeKey).value().value();
  put_raw(partition_of(high_), std::string(kEnvelopeKey),
          vault()
              .barrier()
              .sealed(partition_of(high_), std::string(kEnvelopeKey), envelope)
              .value);
  EXPECT_EQ(text_of(session(), high_), "(error)");
}

TEST_F(TamperTest, AnEnvelopeThatNamesAnotherLabelEpochOrVersionOpensNothing) {
  const Envelope good = find_envelope(vault().documents(), high_).value();
  const auto forged = [&](const std::function<void(Envelope&)>& change) {
    Envelope envelope = good;
    change(envelope);
    put_raw(partition_of(high_), std::string(kEnvelopeKey),
            vault()
                .barrier()
                .sealed(partition_of(high_), std::string(kEnvelopeKey),
                        seal_envelope(vault().documents().shred, envelope).value())
                .value);
    return text_of(session(), high_);
  };
  EXPECT_EQ(forged([](Envelope&) {}), kHighText);
  EXPECT_EQ(forged([](Envelope& each) { each.label = kLow; }), "(error)");
  EXPECT_EQ(forged([](Envelope& each) { ++each.version; }), "(error)");
  // Epoch 2 was made when mai lost her clearance; lan holds both keys.
  EXPECT_EQ(good.label_epoch, 1U);
  EXPECT_EQ(forged([](Envelope& each) { each.label_epoch = 2; }), "(error)");
}

TEST_F(TamperTest, AnObjectThatPointsToAnotherBodyIsRefused) {
  auto writer = session().write_document(kLow);
  const ObjectName first{ObjectKind::kText, 1};
  const ObjectName second{ObjectKind::kText, 2};
  ASSERT_TRUE(writer->add(first, as_bytes("trang một")));
  ASSERT_TRUE(writer->add(second, as_bytes("trang hai")));
  ASSERT_TRUE(writer->commit());
  const PartitionName partition = partition_of(writer->id());
  const auto read = [&](const ObjectEntry& entry) {
    put_raw(partition, object_key(first),
            vault()
                .barrier()
                .sealed(partition, object_key(first), encode_object(entry))
                .value);
    return open_document(session(), writer->id())->read(first);
  };
  EXPECT_EQ(as_text(read({first.body(), 11}).value()), "trang một");
  for (const ObjectEntry& wrong :
       {ObjectEntry{second.body(), 9}, ObjectEntry{first.body(), 10},
        ObjectEntry{first.body(), 0}, ObjectEntry{first.body(), kChunkSize},
        ObjectEntry{first.body(), kMaxObjectBytes}, ObjectEntry{first.body(), ~0ULL},
        ObjectEntry{first.body() | kOtherBody, 11}}) {
    const auto bytes = read(wrong);
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().code(), ErrorCode::kCorrupt);
  }
}

// A page that was taken away used to look as if there had never been one.
TEST_F(TamperTest, AnObjectThatWasTakenAwayIsMissed) {
  const ObjectName text{ObjectKind::kText, 1};
  delete_raw(partition_of(high_), object_key(text));
  const auto reader = open_document(session(), high_);
  EXPECT_EQ(reader->read(text).error().code(), ErrorCode::kCorrupt);
  EXPECT_EQ(reader->read({ObjectKind::kText, 2}).error().code(), ErrorCode::kNotFound);
}

TEST_F(TamperTest, PiecesOfAnotherObjectAreRefused) {
  const std::string long_text(kPieceSize * 2 + 1000, 'x');
  const DocumentId id = store(kLow, long_text);
  const std::uint32_t body = ObjectName{ObjectKind::kText, 1}.body();
  RocksStore& raw_store = vault().store();
  const PartitionName partition = partition_of(id);
  std::vector<Bytes> pieces;
  for (std::uint64_t at = 0; at < 3; ++at)
    pieces.push_back(
        raw_store.read_body(partition, body, at * kPieceSize, kPieceSize).value());
  const auto with = [&](std::uint32_t piece, ByteView bytes) {
    EXPECT_TRUE(raw_store.put_piece(partition, body, piece, bytes));
    const std::string text = text_of(session(), id);
    EXPECT_TRUE(raw_store.put_piece(partition, body, piece, pieces[piece]));
    return text == long_text ? std::string("(same)") : text.substr(0, 20);
  };
  EXPECT_EQ(with(1, pieces[1]), "(same)");
  EXPECT_EQ(with(0, pieces[1]), "(damaged)");
  EXPECT_EQ(with(1, pieces[0]), "(damaged)");
  EXPECT_EQ(with(2, pieces[1]), "(damaged)");
  EXPECT_EQ(with(2, ByteView(pieces[2]).first(pieces[2].size() - 1)), "(damaged)");
  EXPECT_EQ(with(1, ByteView()), "(damaged)");
  const DocumentId twin = store(kLow, long_text);
  const Bytes other =
      raw_store.read_body(partition_of(twin), body, 0, kPieceSize).value();
  EXPECT_EQ(with(0, other), "(damaged)");
}

TEST_F(TamperTest, ALabelRecordUnderAnotherLabelIsRefused) {
  Barrier& barrier = vault().barrier();
  const std::string key = label_record_key(barrier, LabelRecordKind::kCatalogue, high_);
  const PartitionName high = label_partition(barrier, kHigh);
  const PartitionName low = label_partition(barrier, kLow);
  const Bytes inner = barrier.get(high, key).value().value();
  put_raw(low, key, barrier.sealed(low, key, inner).value);
  const auto mai = vault().log_in("mai", passphrase_of("mai"));
  ASSERT_TRUE(mai);
  EXPECT_EQ(count_records(**mai), 1U);
  put_raw(low, key, raw(high, key));
  const auto look = session().look("list");
  EXPECT_FALSE(session().visit_label_records(
      *look, LabelRecordKind::kCatalogue,
      [](const Label&, LabelRecord&&) -> Result<void> { return {}; }));
}

TEST_F(TamperTest, NoByteOfALabelRecordCanBeChangedBehindTheBarrier) {
  Barrier& barrier = vault().barrier();
  const std::string key = label_record_key(barrier, LabelRecordKind::kCatalogue, high_);
  const PartitionName partition = label_partition(barrier, kHigh);
  const Envelope envelope = find_envelope(vault().documents(), high_).value();
  const Bytes good = barrier.get(partition, key).value().value();
  mutilate(good, [&](const Bytes& changed) {
    Batch batch;
    batch.puts.push_back(barrier.sealed(partition, key, changed));
    ASSERT_TRUE(vault().store().commit(partition, batch, Durability::kBuffered));
    ASSERT_FALSE(read_label_record(vault().documents(), **session().held(), envelope,
                                   LabelRecordKind::kCatalogue));
  });
}

TEST_F(TamperTest, AnOldEnvelopeDoesNotBringBackAnOldLabel) {
  for (const PayloadKey key : {PayloadKey::kKept, PayloadKey::kRenewed}) {
    const DocumentId id = store(kLow, "nâng lên");
    const Bytes old = raw(partition_of(id), kEnvelopeKey);
    ASSERT_TRUE(session().propose(ClassifyAction{id, kHigh, key}));
    EXPECT_EQ(text_of(session(), id), "nâng lên");
    const auto mai = vault().log_in("mai", passphrase_of("mai"));
    EXPECT_EQ(text_of(**mai, id), "(not found)");
    put_raw(partition_of(id), std::string(kEnvelopeKey), old);
    EXPECT_EQ(text_of(**mai, id), "(error)");
    // Its entry stays where it was moved to, so that it is in no list any more.
    EXPECT_EQ(count_records(**mai), 1U);
  }
}

TEST_F(TamperTest, RightsThatWereTakenBackStaySoWithOldRecords) {
  ASSERT_TRUE(session().find_user("mai"));
  const User before = vault().directory().user_named("mai").value();
  std::vector<RawRecord> old;
  for (RawRecord& record : raw_records()) {
    const bool hers = record.key.find(as_text(before.id)) != std::string::npos ||
                      record.key.ends_with(as_text(before.login_tag));
    if (hers) old.push_back(std::move(record));
  }
  ASSERT_GE(old.size(), 3U);  // user, login, grant
  const auto put_back = [&] {
    for (const RawRecord& record : old)
      put_raw(record.partition, record.key, record.value);
  };
  ASSERT_TRUE(session().revoke("mai", std::nullopt));
  put_back();
  const auto mai = vault().log_in("mai", passphrase_of("mai"));
  ASSERT_TRUE(mai);
  EXPECT_TRUE((*mai)->readable_labels()->empty());
  EXPECT_EQ(text_of(**mai, low_), "(not found)");
  ASSERT_TRUE(session().disable_user("mai"));
  put_back();
  EXPECT_EQ(vault().log_in("mai", passphrase_of("mai")).error().code(),
            ErrorCode::kAuthentication);
}

}  // namespace
}  // namespace tangthu::vault
