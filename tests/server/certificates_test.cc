// Certificates are renewed while the server serves.
#include "tests/server/served.h"

namespace tangthu::server {
namespace {

class CertificatesTest : public ServedTest {
 protected:
  void SetUp() override {
    found_for_service();
    make_certificate("station", "tram-1");
    start({"--clients", path("station.pem").string()});
  }
  void put(const std::string& from, const std::string& to) const {
    std::filesystem::copy_file(path(from), path(to),
                               std::filesystem::copy_options::overwrite_existing);
  }
  // A pair in place of the server's.
  void put_pair(const std::string& name) const {
    put(name + ".pem", "server.pem");
    put(name + ".key", "server.key");
  }
  static std::size_t count(const std::string& text, const std::string& word) {
    std::size_t out = 0;
    for (std::size_t at = 0; (at = text.find(word, at)) != std::string::npos; ++at)
      ++out;
    return out;
  }
  // Until the log says so once more; what the log says.
  std::string reload(const std::string& said) const {
    const std::size_t before = count(server_->err(), said);
    server_->kill(SIGHUP);
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (count(server_->err(), said) == before) {
      if (std::chrono::steady_clock::now() > until) {
        ADD_FAILURE() << "not said: " << said << '\n' << server_->err();
        break;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return server_->err();
  }
  // Whether OpenSSL's own client is shown this certificate, and the server has its key.
  bool shows(const std::string& name) const {
    const std::string place = url().substr(std::string("https://").size());
    const auto ran =
        test::run({"/usr/bin/openssl", "s_client", "-connect", place, "-CAfile",
                   path(name + ".pem").string(), "-verify_return_error", "-brief"});
    return ran.exit_code == 0;
  }
  static constexpr const char* kDone = "certificates were read again";
};

TEST_F(CertificatesTest, ANewOneIsShownToWhoComesAndOpenConnectionsGoOn) {
  put("server.pem", "old.pem");
  auto far = client();
  const std::string token = log_in(*far, "an");
  make_certificate("new", "localhost");
  put_pair("new");
  EXPECT_TRUE(shows("old"));
  EXPECT_FALSE(shows("new"));
  reload(kDone);
  EXPECT_TRUE(shows("new"));
  EXPECT_FALSE(shows("old"));
  // The same connection: one made anew would not trust what is shown now.
  EXPECT_EQ(ask(*far, "GET", "/v1/sessions/current", token).status, 200);
  EXPECT_EQ(ask(*client(), "GET", "/v1/sessions/current", token).status, 200)
      << "and the session is what it was";
}

TEST_F(CertificatesTest, ABadOneIsRefusedByNameAndTheOldOneStays) {
  put("server.pem", "old.pem");
  put("server.key", "old.key");
  test::write_file(path("server.pem"), as_bytes("no certificate\n"));
  const std::string no_pem = reload("the server's certificate can't be used");
  EXPECT_NE(no_pem.find(path("server.pem").string() + ": no start line"),
            std::string::npos)
      << no_pem;
  EXPECT_TRUE(shows("old"));
  make_certificate("new", "localhost");
  put("new.pem", "server.pem");
  const std::string mismatch = reload("the server's key can't be used");
  EXPECT_NE(mismatch.find(path("server.key").string() + ": key values mismatch"),
            std::string::npos)
      << mismatch;
  EXPECT_TRUE(shows("old"));
  put_pair("new");
  std::filesystem::remove(path("station.pem"));
  const std::string missing = reload("certificates of who signs clients can't be used");
  EXPECT_NE(missing.find(path("station.pem").string() + ": "), std::string::npos)
      << missing;
  EXPECT_TRUE(shows("old")) << "all or none";
  EXPECT_EQ(missing.find(kDone), std::string::npos);
  EXPECT_EQ(stop().exit_code, 0);
}

TEST_F(CertificatesTest, WhoSignsClientsIsReadAgainToo) {
  make_certificate("other", "tram-2");
  put("station.pem", "was.pem");
  put("station.key", "was.key");
  EXPECT_EQ(ask(*client("was"), "GET", "/v1/health").status, 200);
  EXPECT_EQ(ask(*client("other"), "GET", "/v1/health").status, 0);
  put("other.pem", "station.pem");
  reload(kDone);
  EXPECT_EQ(ask(*client("other"), "GET", "/v1/health").status, 200);
  EXPECT_EQ(ask(*client("was"), "GET", "/v1/health").status, 0);
}

}  // namespace
}  // namespace tangthu::server
