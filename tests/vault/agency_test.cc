// The rules of an agency, attacked by the people in it: one officer alone, approvals that
// belong elsewhere, an administrator who would read, sessions that outlive their rights.
#include <gtest/gtest.h>

#include "base/id.h"
#include "tests/vault/agency_vault.h"
#include "vault/station.h"

namespace tangthu::vault {
namespace {

class ApprovalTest : public AgencyTest {
 protected:
  Request proposed(const Action& action) const {
    const auto outcome = log_in("an")->propose(action);
    EXPECT_TRUE(outcome) << outcome.error().text();
    return stored(outcome->request).value();
  }
  static std::string key(const RequestId& id) {
    return "request/" + std::string(as_text(id));
  }
  std::optional<Request> stored(const RequestId& id) const {
    Barrier& barrier = vault_->barrier();
    const auto bytes = barrier.get(barrier.blind("system"), key(id)).value();
    if (!bytes) return std::nullopt;
    return decode_request(*bytes).value();
  }
  // As whoever has the vault's own keys could write it.
  void put(const Request& request) const {
    Barrier& barrier = vault_->barrier();
    Batch batch;
    batch.puts.push_back(barrier.sealed(barrier.blind("system"), key(request.id),
                                        encode_request(request)));
    ASSERT_TRUE(
        barrier.store().commit(barrier.blind("system"), batch, Durability::kBuffered));
  }
  std::size_t count(const Request& request) const {
    return count_approvals(vault_->directory(), vault_->header().id, request).value();
  }
  Action grant_to_doc() const { return GrantAction{id_of("doc"), kForSecret}; }
};

TEST_F(ApprovalTest, OneOfficerAloneDecidesNothing) {
  const Action actions[] = {
      grant_to_doc(), RolesAction{id_of("doc"), {Role::kOfficer}},
      ClassifyAction{secret_, {Level::kThuong, {}}, PayloadKey::kKept},
      DestroyAction{{secret_}, "12/QĐ"}};
  for (const Action& action : actions) {
    const auto an = log_in("an");
    const auto outcome = an->propose(action);
    ASSERT_TRUE(outcome) << outcome.error().text();
    EXPECT_FALSE(outcome->done);
    EXPECT_EQ(outcome->approvals, 1U);
    EXPECT_EQ(code_of(an->approve(outcome->request)), ErrorCode::kUsage);
    EXPECT_EQ(code_of(log_in("an")->approve(outcome->request)), ErrorCode::kUsage);
  }
  EXPECT_EQ(read_code(*log_in("doc"), secret_), ErrorCode::kNotFound);
  EXPECT_EQ(read_code(*log_in("an"), secret_), kOpened);
  EXPECT_FALSE(log_in("doc")->user().roles.has(Role::kOfficer));
}

TEST_F(ApprovalTest, TheSecondOfficersSignatureDoesIt) {
  const auto outcome = decide(grant_to_doc());
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_TRUE(outcome->done);
  EXPECT_EQ(read_code(*log_in("doc"), secret_), kOpened);
  // A request is spent when it is done.
  EXPECT_EQ(code_of(log_in("binh")->approve(outcome->request)), ErrorCode::kNotFound);
}

TEST_F(ApprovalTest, WhoeverIsNoOfficerProposesWithoutSigning) {
  const auto proposed = log_in("luu")->propose(DestroyAction{{secret_}, "12/QĐ"});
  ASSERT_TRUE(proposed);
  EXPECT_EQ(proposed->approvals, 0U);
  EXPECT_FALSE(log_in("an")->approve(proposed->request)->done);
  EXPECT_EQ(code_of(log_in("luu")->approve(proposed->request)), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(log_in("quan")->approve(proposed->request)), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(log_in("doc")->propose(grant_to_doc())), ErrorCode::kNotFound);
  EXPECT_TRUE(log_in("binh")->approve(proposed->request)->done);
  EXPECT_EQ(read_code(*log_in("an"), secret_), ErrorCode::kNotFound);
}

TEST_F(ApprovalTest, TheSameSignatureTwiceCountsOnce) {
  Request request = proposed(grant_to_doc());
  request.approvals.push_back(request.approvals.front());
  EXPECT_EQ(count(request), 1U);
  request.approvals[1].officer = id_of("binh");
  EXPECT_EQ(count(request), 1U);
}

TEST_F(ApprovalTest, AnApprovalHoldsForItsRequestOnly) {
  const Request good = proposed(grant_to_doc());
  EXPECT_EQ(count(good), 1U);
  const std::function<void(Request&)> changes[] = {
      [](Request& each) { each.id[0] ^= 1; },
      [](Request& each) { ++each.expires; },
      [&](Request& each) {
        each.action = GrantAction{id_of("luu"), kForSecret};
      },
      [&](Request& each) {
        each.action = GrantAction{id_of("doc"), {Level::kToiMat, {"to-chuc"}}};
      },
      [&](Request& each) {
        each.action = DestroyAction{{secret_}, "12/QĐ"};
      },
      [](Request& each) { each.approvals[0].signature[5] ^= 1; },
  };
  for (const auto& change : changes) {
    Request request = good;
    change(request);
    EXPECT_EQ(count(request), 0U);
    put(request);
    const auto outcome = log_in("binh")->approve(request.id);
    EXPECT_FALSE(outcome && outcome->done);
    EXPECT_EQ(outcome ? outcome->approvals : 1U, 1U);
  }
  VaultId other = vault_->header().id;
  other[0] ^= 1;
  EXPECT_EQ(count_approvals(vault_->directory(), other, good).value(), 0U);
}

TEST_F(ApprovalTest, ARequestLapses) {
  Request request = proposed(grant_to_doc());
  request.expires = now_utc() - 1;
  const auto an = vault_->directory().log_in(
      derive_passphrase(vault_->header(), "an", passphrase_of("an")));
  request.approvals = {
      approve(vault_->header().id, request, id_of("an"), an->second.signing_key)};
  EXPECT_EQ(count(request), 1U);
  put(request);
  EXPECT_TRUE(log_in("binh")->requests()->empty());
  EXPECT_EQ(code_of(log_in("binh")->approve(request.id)), ErrorCode::kNotFound);
  EXPECT_FALSE(stored(request.id));
  EXPECT_EQ(read_code(*log_in("doc"), secret_), ErrorCode::kNotFound);
}

TEST_F(ApprovalTest, AnOfficerWhoIsNotClearedSignsNothingAboutADocument) {
  const auto chau = log_in("chau");
  EXPECT_EQ(code_of(chau->propose(DestroyAction{{secret_}, "12/QĐ"})),
            ErrorCode::kNotFound);
  EXPECT_EQ(code_of(chau->propose(
                ClassifyAction{secret_, {Level::kThuong, {}}, PayloadKey::kKept})),
            ErrorCode::kNotFound);
  const Request request = proposed(DestroyAction{{secret_}, "12/QĐ"});
  EXPECT_EQ(code_of(chau->approve(request.id)), ErrorCode::kNotFound);
  // And gives nobody what he has not.
  const Request grant = proposed(grant_to_doc());
  EXPECT_EQ(code_of(chau->approve(grant.id)), ErrorCode::kNotFound);
  EXPECT_EQ(read_code(*log_in("doc"), secret_), ErrorCode::kNotFound);
}

TEST_F(ApprovalTest, AnActIsKeptOnlyWithTheRevisionThatKeepsIt) {
  const RecordAction act{secret_, "extend", Json::to_cbor(Json{{"act", "extend"}})};
  const Request request = proposed(act);
  EXPECT_EQ(code_of(log_in("binh")->approve(request.id)), ErrorCode::kSealedOrBusy);
  EXPECT_TRUE(stored(request.id)) << "it can be signed again";
  for (const RecordAction& wrong :
       {RecordAction{secret_, "Extend", act.act}, RecordAction{secret_, "", act.act},
        RecordAction{secret_, "extend", {}},
        RecordAction{secret_, "extend", Bytes(1, 0x01)},
        RecordAction{secret_, "extend", Bytes(kMaxActBytes + 1, 0x80)}})
    EXPECT_EQ(code_of(log_in("an")->propose(wrong)), ErrorCode::kCorrupt);
  EXPECT_EQ(code_of(log_in("chau")->propose(act)), ErrorCode::kNotFound);
}

TEST_F(ApprovalTest, AStationIsOneWhenTwoOfficersHaveSignedForItsNameAndKey) {
  const VerifyKey key = verify_key_of(signing_key_from_seed(Hash32{7}));
  const StationAction action{"tram-1", key};
  const auto quan = log_in("quan");
  const auto asked = quan->propose(action);
  ASSERT_TRUE(asked) << asked.error().text();
  EXPECT_EQ(asked->approvals, 0U);
  EXPECT_EQ(code_of(quan->approve(asked->request)), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(log_in("luu")->propose(action)), ErrorCode::kNotFound);
  EXPECT_FALSE(log_in("an")->approve(asked->request)->done);
  EXPECT_TRUE(list_stations(vault_->barrier())->empty());
  // Somebody with the vault's own keys puts his key in place of what one officer signed.
  Request forged = stored(asked->request).value();
  const Request signed_by_an = forged;
  forged.action =
      StationAction{"tram-1", verify_key_of(signing_key_from_seed(Hash32{8}))};
  put(forged);
  EXPECT_FALSE(log_in("binh")->approve(asked->request)->done);
  EXPECT_TRUE(list_stations(vault_->barrier())->empty());
  put(signed_by_an);
  EXPECT_TRUE(log_in("binh")->approve(asked->request)->done);
  const auto there = list_stations(vault_->barrier()).value();
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(there[0].name, "tram-1");
  EXPECT_EQ(there[0].verify_key, key);
  EXPECT_FALSE(there[0].disabled);
  ASSERT_TRUE(disable_station(*quan, "tram-1"));
  EXPECT_TRUE(list_stations(vault_->barrier())->at(0).disabled);
}

TEST_F(ApprovalTest, AStationsNameAndKeyAreGivenOnceHoweverManyAskForThem) {
  const auto key = [](std::uint8_t seed) {
    return verify_key_of(signing_key_from_seed(Hash32{seed}));
  };
  const Request one = proposed(StationAction{"tram-1", key(1)});
  const Request same_name = proposed(StationAction{"tram-1", key(2)});
  const Request same_key = proposed(StationAction{"tram-2", key(1)});
  EXPECT_TRUE(log_in("binh")->approve(one.id)->done);
  EXPECT_EQ(code_of(log_in("binh")->approve(same_name.id)), ErrorCode::kUsage);
  EXPECT_EQ(code_of(log_in("binh")->approve(same_key.id)), ErrorCode::kUsage);
  for (const char* name : {"Tram-3", "tram 3", ""})
    EXPECT_EQ(code_of(log_in("an")->propose(StationAction{name, key(3)})),
              ErrorCode::kUsage)
        << name;
  EXPECT_EQ(list_stations(vault_->barrier())->size(), 1U);
}

TEST_F(ApprovalTest, AFingerprintIsAKeysAloneAndMadeForComparing) {
  const std::string one = fingerprint(verify_key_of(signing_key_from_seed(Hash32{1})));
  EXPECT_EQ(one.size(), 8U * 4 + 7);
  EXPECT_NE(one, fingerprint(verify_key_of(signing_key_from_seed(Hash32{2}))));
}

TEST_F(ApprovalTest, ADisabledOfficersSignatureDoesNotCount) {
  const Request request = proposed(grant_to_doc());
  ASSERT_TRUE(log_in("quan")->disable_user("an"));
  EXPECT_EQ(count(request), 0U);
  const auto outcome = log_in("binh")->approve(request.id);
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->done);
  EXPECT_EQ(read_code(*log_in("doc"), secret_), ErrorCode::kNotFound);
}

TEST_F(ApprovalTest, AnOfficerIsMadeByTwoOfficers) {
  const Action make = RolesAction{id_of("luu"), {Role::kArchivist, Role::kOfficer}};
  const Request early = proposed(grant_to_doc());
  EXPECT_EQ(code_of(log_in("luu")->approve(early.id)), ErrorCode::kNotFound);
  ASSERT_TRUE(decide(make)->done);
  const auto outcome = log_in("luu")->approve(early.id);
  ASSERT_TRUE(outcome) << outcome.error().text();
  EXPECT_TRUE(outcome->done);
}

// A clearance of 33 compartments was written and could not be read back: nobody could log
// in any more.
TEST_F(ApprovalTest, AClearanceThatCouldNotBeReadBackIsRefused) {
  Clearance many{Level::kThuong, {}};
  for (int i = 0; i < 33; ++i)
    many.compartments.insert("c" + std::to_string(i));
  for (const Clearance& clearance : {many, Clearance{Level::kThuong, {"Nhân sự"}}}) {
    EXPECT_EQ(code_of(log_in("an")->propose(GrantAction{id_of("doc"), clearance})),
              ErrorCode::kUsage);
    const Label label{clearance.level, clearance.compartments};
    EXPECT_EQ(code_of(log_in("luu")->write_document(label)), ErrorCode::kUsage);
    EXPECT_EQ(
        code_of(log_in("an")->propose(ClassifyAction{secret_, label, PayloadKey::kKept})),
        ErrorCode::kUsage);
  }
  EXPECT_TRUE(log_in("doc"));
}

class DutiesTest : public AgencyTest {};

TEST_F(DutiesTest, AnAdministratorReadsNeitherDocumentsNorTheLog) {
  const auto quan = log_in("quan");
  EXPECT_TRUE(quan->readable_labels()->empty());
  EXPECT_EQ(read_code(*quan, secret_), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(quan->read_log(0)), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(quan->write_document(kSecret)), ErrorCode::kNotFound);
  EXPECT_FALSE(quan->reads_log());
  EXPECT_TRUE(quan->list_users());
}

TEST_F(DutiesTest, WhoeverRunsTheMachineOrInspectsIsNeverCleared) {
  for (const char* name : {"quan", "kiem"}) {
    EXPECT_EQ(code_of(decide(GrantAction{id_of(name), kForSecret})), ErrorCode::kUsage);
  }
  for (const Role role : {Role::kAdministrator, Role::kAuditor}) {
    EXPECT_EQ(code_of(decide(RolesAction{id_of("doc"), {role}})), ErrorCode::kUsage);
    EXPECT_EQ(code_of(decide(RolesAction{id_of("quan"), {role, Role::kOfficer}})),
              ErrorCode::kUsage);
    test::TemporaryFolder elsewhere;
    CreateOptions options;
    options.profile = Profile::kAgency;
    options.cost = kLeastSlowHashCost;
    std::vector<Founder> founders;
    founders.push_back({"x", passphrase_of("x"), {role}, {{Level::kThuong, {}}}});
    EXPECT_EQ(code_of(Vault::create(elsewhere.path() / "v", options, root_, founders)),
              ErrorCode::kUsage);
  }
}

TEST_F(DutiesTest, AnAuditorReadsTheLogAndNoDocument) {
  const auto kiem = log_in("kiem");
  EXPECT_EQ(read_code(*kiem, secret_), ErrorCode::kNotFound);
  EXPECT_TRUE(kiem->readable_labels()->empty());
  const auto first = kiem->read_log(0);
  ASSERT_TRUE(first) << first.error().text();
  EXPECT_EQ(first->statement["event"], "init");
  EXPECT_EQ(code_of(kiem->propose(GrantAction{id_of("doc"), kForSecret})),
            ErrorCode::kNotFound);
  EXPECT_EQ(code_of(log_in("an")->read_log(0)), ErrorCode::kNotFound);
}

TEST_F(DutiesTest, AnAdministratorAddsUsersWhoMayDoNothingYet) {
  ASSERT_TRUE(log_in("quan")->add_user("moi", passphrase_of("moi")));
  const auto moi = log_in("moi");
  EXPECT_TRUE(moi->user().roles.empty());
  EXPECT_EQ(read_code(*moi, secret_), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(moi->write_document({Level::kThuong, {}})), ErrorCode::kNotFound);
  EXPECT_EQ(code_of(log_in("luu")->add_user("nua", passphrase_of("nua"))),
            ErrorCode::kNotFound);
}

// A reader in another process, and a second session of this one.
class LiveSessionTest : public AgencyTest {
 protected:
  void SetUp() override {
    AgencyTest::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_TRUE(decide(GrantAction{id_of("doc"), kForSecret})->done);
    beside_ = open(Access::kRead);
    ASSERT_TRUE(beside_);
    far_ = log_in(*beside_, "doc");
    near_ = log_in("doc");
    ASSERT_EQ(read_code(*far_, secret_), kOpened);
    ASSERT_EQ(read_code(*near_, secret_), kOpened);
    look_.emplace(far_->look("get").value());
  }
  void expect_ended() {
    EXPECT_EQ(read_code(*near_, secret_), ErrorCode::kAuthentication);
    EXPECT_EQ(read_code(*far_, secret_), ErrorCode::kAuthentication);
    // Nor with a look that it had before.
    EXPECT_EQ(code_of(far_->open_document(*look_, secret_)), ErrorCode::kAuthentication);
    EXPECT_FALSE(far_->visit_label_records(
        *look_, LabelRecordKind::kCatalogue,
        [](const Label&, LabelRecord&&) -> Result<void> { return {}; }));
  }
  void TearDown() override {
    far_.reset();
    near_.reset();
  }
  std::unique_ptr<Vault> beside_;
  std::unique_ptr<Session> far_;
  std::unique_ptr<Session> near_;
  std::optional<Look> look_;
};

TEST_F(LiveSessionTest, EndsWhenAClearanceIsTakenBack) {
  ASSERT_TRUE(log_in("quan")->revoke("doc", kForSecret));
  expect_ended();
  const auto again = log_in("doc");
  EXPECT_EQ(read_code(*again, secret_), ErrorCode::kNotFound);
}

TEST_F(LiveSessionTest, EndsWhenTheUserIsDisabled) {
  ASSERT_TRUE(log_in("quan")->disable_user("doc"));
  expect_ended();
  EXPECT_EQ(code_of(vault_->log_in("doc", passphrase_of("doc"))),
            ErrorCode::kAuthentication);
  EXPECT_EQ(code_of(open(Access::kRead)->log_in("doc", passphrase_of("doc"))),
            ErrorCode::kAuthentication);
}

TEST_F(LiveSessionTest, EndsWhenADocumentIsDestroyed) {
  ASSERT_TRUE(decide(DestroyAction{{secret_}, "12/QĐ"})->done);
  expect_ended();
  const auto fresh = open(Access::kRead);
  EXPECT_EQ(read_code(*log_in(*fresh, "doc"), secret_), ErrorCode::kNotFound);
}

TEST_F(LiveSessionTest, EndsWhenARoleIsTakenAway) {
  ASSERT_TRUE(decide(RolesAction{id_of("doc"), {Role::kCustodian}})->done);
  expect_ended();
  EXPECT_EQ(read_code(*log_in("doc"), secret_), ErrorCode::kNotFound);
}

}  // namespace
}  // namespace tangthu::vault
