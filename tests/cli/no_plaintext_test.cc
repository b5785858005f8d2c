// Nothing in the clear: the busy life of an agency's vault, told by the real programs,
// and then every byte that they left anywhere is searched for its words and its keys.
//
// What a document says may stand in what its reader asked for: on stdout and in the files
// that he named. Names of files may stand in messages. Keys may stand nowhere but in the
// files in which they were asked for: shares, key file, passphrases, the station's key.
#include "base/date.h"
#include "tests/cli/agency.h"
#include "tests/cli/vault_secrets.h"
#include "vault/keeper.h"
#include "vault/station_key.h"

namespace tangthu::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOnThePage = "Đập Thủy Điện Vân Phong";
constexpr const char* kFileName = "Tờ trình Bạch Ngọc Lan";
constexpr const char* kDossier = "HS-Thạch Động-07";
constexpr const char* kDecision = "77/QĐ-Hoàng Hôn";
constexpr const char* kUser = "tran.thi.nhu.quynh";
constexpr const char* kCompartment = "du-an-hoa-sen";
constexpr const char* kWrongPassphrase = "chim khôn tránh bẫy";

// Places that programs could write to without being asked.
const fs::path kShared[] = {"/tmp", "/var/tmp", "/dev/shm"};

std::set<fs::path> entries_of_shared_places() {
  std::set<fs::path> out;
  for (const fs::path& place : kShared) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(place, ignored))
      out.insert(entry.path());
  }
  return out;
}

class NoPlaintextTest : public AgencyTest {
 protected:
  void SetUp() override {
    before_ = entries_of_shared_places();
    for (const auto& [variable, folder] : {std::pair("TMPDIR", "tmp"),
                                           {"HOME", "home"},
                                           {"XDG_CACHE_HOME", "cache"},
                                           {"XDG_CONFIG_HOME", "config"},
                                           {"XDG_DATA_HOME", "data"},
                                           {"XDG_STATE_HOME", "state"},
                                           {"XDG_RUNTIME_DIR", "runtime"}}) {
      fs::create_directory(path(folder));
      surroundings_[variable] = path(folder).string();
    }
    words_.add_word("words on the page", kOnThePage);
    words_.add_word("words on the page", "Thủy Điện Vân Phong");
    names_.add_word("name of a file", kFileName);
    names_.add_word("dossier", kDossier);
    names_.add_word("decision", kDecision);
    names_.add_word("user", kUser);
    names_.add_word("compartment", kCompartment);
    secrets_.add_secret("wrong passphrase", as_bytes(kWrongPassphrase));
  }
  ~NoPlaintextTest() override {
    test::run({"tangthu", "seal"}, {{"TANGTHU_VAULT", path("restored").string()}});
  }

  // As tangthu(), and what is said is kept to be searched.
  test::Ran run(const std::vector<std::string>& words, const std::string& user,
                int exit_code = 0) {
    auto ran = tangthu(words, user);
    EXPECT_EQ(ran.exit_code, exit_code) << words[0] << ": " << ran.err;
    messages_ += ran.err;
    results_ += ran.out;
    return ran;
  }
  Json json(std::vector<std::string> words, const std::string& user) {
    words.insert(words.begin(), "--json");
    const auto lines = json_lines(run(words, user).out);
    return lines.empty() ? Json::object() : lines[0];
  }
  void by_two(const std::vector<std::string>& words, const std::string& proposer) {
    const auto request = json(words, proposer)["request"].get<std::string>();
    if (proposer != "binh") run({"approve", request}, "binh");
    run({"approve", request}, "chi");
  }
  void leaves_quarantine(const std::string& id) {
    by_two(
        {"secrecy", "confirm-scan", id, "--authority", "Giám đốc Sở", "--executor", kUser,
         "--decision", "3/QĐ", "--decided", format_date(viet_nam_day(now_utc()))},
        "binh");
  }

  // The life.
  void the_agency_is_founded() {
    auto words = founding();
    words.insert(words.end(), {"--key-file", path("key").string()});
    run(words, "an");
    for (const int number : {1, 3, 5})
      run({"unseal", "--share-file", share_file(number)}, "an");
    run({"shred-slot", "add", "stick", path("stick").string()}, "an");
    write_passphrase(kUser);
    by_two({"user", "add", kUser, "--role", "archivist", "--role", "reader",
            "--new-passphrase-file", path(std::string(kUser) + ".pass").string()},
           "an");
    by_two({"grant", kUser, "--level", "tuyet-mat", "--compartment", kCompartment},
           "binh");
  }
  void pages_come_in() {
    make_samples("in",
                 {"--count", "2", "--seed", "8", "--grade", "clean", "--pages", "single",
                  "--format", "png", "--level", "thuong", "--plant", kOnThePage});
    int number = 0;
    for (const auto& entry : fs::directory_iterator(path("in"))) {
      if (entry.path().extension() != ".png") continue;
      const std::string name = kFileName + std::to_string(++number) + ".png";
      fs::rename(entry.path(), path("in") / name);
      const Json stored = json({"ingest", (path("in") / name).string(), "--level", "mat",
                                "--compartment", kCompartment, "--dossier", kDossier},
                               kUser);
      ids_.push_back(stored["id"]);
      leaves_quarantine(stored["id"]);
      const Json& subject = stored["fields"]["subject"]["value"];
      if (subject.is_string())
        words_.add_word("subject", subject.get<std::string>().substr(0, 60));
    }
    ASSERT_EQ(ids_.size(), 2U);
  }
  void they_are_read() {
    const auto hits = run({"--json", "search", "\"Vân Phong\""}, kUser);
    EXPECT_EQ(json_lines(hits.out).size(), 2U) << "the words are not recognised";
    run({"list"}, kUser);
    run({"show", ids_[0]}, kUser);
    fs::create_directory(path("out"));
    for (const char* form : {"text", "pdf", "master"}) {
      std::vector<std::string> words = {"get", ids_[0], "--format",
                                        form,  "--out", (path("out") / form).string()};
      if (form != std::string("pdf"))
        words.insert(words.end(), {"--unmarked", "--reason", "a test"});
      run(words, kUser);
    }
    run({"show", ids_[0]}, "an", 3);
  }
  void somebody_tries_to_get_in() {
    test::write_file(path("wrong.pass"), as_bytes(kWrongPassphrase));
    auto intruder = environment(kUser);
    intruder["TANGTHU_PASSPHRASE_FILE"] = path("wrong.pass").string();
    const auto ran = test::run({"tangthu", "search", kOnThePage}, intruder);
    EXPECT_EQ(ran.exit_code, 6);
    messages_ += ran.err;
  }
  void levels_change_and_one_page_is_destroyed() {
    run({"backup", path("backup").string()}, "an");
    by_two({"classify", ids_[0], "--level", "tuyet-mat", "--compartment", kCompartment},
           kUser);
    const std::string today = format_date(viet_nam_day(now_utc()));
    by_two({"classify", ids_[0], "--level", "mat", "--new-key", "--decision", "4/QĐ",
            "--decided", today},
           "binh");
    by_two({"declassify", ids_[0], "--decision", "5/QĐ", "--decided", today, "--ground",
            "unlisted"},
           "binh");
    by_two({"destroy", ids_[1], "--decision", kDecision, "--yes"}, "binh");
    run({"show", ids_[1]}, "binh", 3);
  }
  void a_station_hands_in() {
    const std::string key = path("station.key").string();
    const std::string kit = path("kit").string();
    const auto vkey = json({"station", "key", "tram-1", "--out", key}, "an")["key"];
    by_two({"station", "add", vkey}, "binh");
    run({"station", "kit", "--level", "mat", "--compartment", kCompartment, "--out", kit},
        "an");
    fs::create_directory(path("bundles"));
    const auto id =
        json({"ingest", (path("in") / (std::string(kFileName) + "1.png")).string(),
              "--level", "mat", "--compartment", kCompartment, "--bundles",
              path("bundles").string(), "--kit", kit, "--station-key", key},
             "")["id"];
    ids_.push_back(id);
    run({"accept", (path("bundles") / (ids_[2] + ".bundle")).string()}, kUser);
    leaves_quarantine(ids_[2]);
    const auto own = vault::read_station_key(key);
    ASSERT_TRUE(own);
    secrets_.add_secret("station's key", own->key.reveal().first<32>());
  }
  void keys_are_renewed() {
    test::write_file(path("new.pass"), as_bytes("lá rụng về cội nguồn\n"));
    run({"user", "passphrase", "--new-passphrase-file", path("new.pass").string()},
        kUser);
    fs::copy_file(path("new.pass"), path(std::string(kUser) + ".pass"),
                  fs::copy_options::overwrite_existing);
    run({"rekey", "--shares", "3", "--threshold", "2", "--share-dir",
         path("new-shares").string()},
        "an");
    for (int number = 1; number <= 3; ++number) {
      run({"rekey", "--confirm", "--share-file", share_file(number, "new-shares")}, "an");
    }
    run({"rekey", "--barrier"}, "an");
    run({"revoke", "chi"}, "an");
    run({"rekey", "--labels"}, "binh");
  }
  void everything_is_checked_and_restored() {
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"verify"},
             {"audit", "verify"},
             {"backup", path("backup").string()},
             {"verify", "--backup", path("backup").string()},
             {"status"}}) {
      run(words, "an");
    }
    run({"audit", "list"}, "kiem");
    auto restored = environment("an");
    restored["TANGTHU_VAULT"] = path("restored").string();
    for (const auto& words : std::vector<std::vector<std::string>>{
             {"restore", path("backup").string(), "--shred", path("vault/shred").string(),
              "--log", path("vault/log").string(), "--accept-gap"},
             {"unseal", "--key-file", path("key").string()},
             {"restore", "--finish"}}) {
      auto command = words;
      command.insert(command.begin(), "tangthu");
      const auto ran = test::run(command, restored);
      ASSERT_EQ(ran.exit_code, 0) << words[0] << ": " << ran.err;
      messages_ += ran.err;
      results_ += ran.out;
    }
  }

  // What must be found nowhere: called again when keys have changed.
  void learn_secrets() {
    const auto root = vault::keeper_root_key(path("vault"));
    ASSERT_TRUE(root) << root.error().text();
    std::vector<DocumentId> documents;
    for (const std::string& id : ids_)
      documents.push_back(*DocumentId::parse(id));
    std::map<std::string, std::string> passphrases;
    for (const char* user : {"an", "binh", "chi", "kiem"})
      passphrases[user] = std::string("mật khẩu của ") + user;
    passphrases[kUser] = std::string("mật khẩu của ") + kUser;
    passphrases[std::string(kUser) + " later"] = "lá rụng về cội nguồn";
    add_vault_secrets(secrets_, path("vault"), *root, passphrases, documents);
    secrets_.add_secret("key file", test::read_file(path("key")));
    for (const char* folder : {"shares", "new-shares"}) {
      for (int number = 1; fs::exists(share_file(number, folder)); ++number)
        add_shares(secrets_, share_file(number, folder));
    }
  }

  // Files in which the secrets and words were given or asked for.
  static bool was_asked_for(const fs::path& entry) {
    static const std::set<std::string> kAsked = {"in",          "out",        "founders",
                                                 "shares",      "new-shares", "key",
                                                 "station.key", "wrong.pass"};
    return entry.extension() == ".pass" || kAsked.contains(entry.filename().string());
  }
  void expect_nothing_in_what_nobody_asked_for() const {
    for (const auto& entry : fs::directory_iterator(path(""))) {
      if (!was_asked_for(entry.path())) expect_nothing_below(entry.path());
    }
    for (const char* folder :
         {"tmp", "home", "cache", "config", "data", "state", "runtime"}) {
      EXPECT_TRUE(fs::is_empty(path(folder))) << folder;
    }
    for (const fs::path& entry : entries_of_shared_places()) {
      // Other tests that run beside this one have folders of this name.
      const bool a_tests = entry.filename().string().starts_with("tangthu-");
      if (!before_.contains(entry) && !a_tests) expect_nothing_below(entry);
    }
  }
  // Where it was asked for, all of it is found; and nothing was forgotten.
  void expect_that_the_search_can_find() const {
    EXPECT_FALSE(words_.found_below(path("in")).empty());
    EXPECT_FALSE(words_.found_below(path("out") / "text").empty());
    EXPECT_FALSE(names_.found_below(path("in")).empty());
    EXPECT_FALSE(words_.found_in(results_).empty());
    for (const char* asked : {"shares", "new-shares", "key", "founders", "wrong.pass"})
      EXPECT_FALSE(secrets_.found_below(path(asked)).empty()) << asked;
    const std::set<std::string> sought = secrets_.names();
    for (const char* name :
         {"root key", "barrier key", "blinding key", "vault's signing key", "intake key",
          "node of the shred tree", "leaf of the shred tree", "slot key", "login key",
          "user key", "user's signing key", "label key", "the log's key", "document key",
          "passphrase", "share", "key file", "station's key"}) {
      EXPECT_TRUE(sought.contains(name)) << name;
    }
  }
  void expect_nothing_below(const fs::path& folder) const {
    const std::set<std::string> nothing;
    EXPECT_EQ(words_.found_below(folder), nothing);
    // A station must know for which compartments it has keys: docs/THREATS.md.
    if (folder != path("kit")) {
      EXPECT_EQ(names_.found_below(folder), nothing);
    }
    EXPECT_EQ(secrets_.found_below(folder), nothing);
  }

  test::Traces words_;    // of documents
  test::Traces names_;    // of what is in the vault
  test::Traces secrets_;  // keys, passphrases, shares
  std::string messages_;
  std::string results_;
  std::vector<std::string> ids_;
  std::set<fs::path> before_;
};

TEST_F(NoPlaintextTest, ABusyLifeLeavesNoWordAndNoKeyAnywhere) {
  the_agency_is_founded();
  ASSERT_NO_FATAL_FAILURE(pages_come_in());
  they_are_read();
  learn_secrets();
  somebody_tries_to_get_in();
  levels_change_and_one_page_is_destroyed();
  ASSERT_NO_FATAL_FAILURE(a_station_hands_in());
  learn_secrets();
  keys_are_renewed();
  ASSERT_NO_FATAL_FAILURE(everything_is_checked_and_restored());
  learn_secrets();
  run({"seal"}, "an");

  expect_that_the_search_can_find();
  expect_nothing_in_what_nobody_asked_for();
  const std::set<std::string> nothing;
  EXPECT_EQ(words_.found_in(messages_), nothing);
  EXPECT_EQ(secrets_.found_in(messages_), nothing);
  EXPECT_EQ(secrets_.found_in(results_), nothing);
}

}  // namespace
}  // namespace tangthu::cli
