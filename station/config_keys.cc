#include "station/config.h"

namespace tangthu::station {
namespace {

constexpr KeyWords kCommonKeys[] = {
    {"server", "where the vault is served: \"https://HOST:PORT\" (required)"},
    {"server-ca",
     "who may sign the server's certificate, PEM; without it, whom the system "
     "trusts"},
    {"certificate",
     "the station's for TLS, PEM, of an authority that the server's "
     "--clients names (required)"},
    {"key", "the certificate's key, PEM (required)"},
    {"kit", "the vault's public keys: 'tangthu station kit' (required)"},
    {"station-key", "what the station signs with: 'tangthu station key' (required)"},
    {"outbox", "the folder in which bundles wait (required)"},
    {"jobs", "pages that are read side by side, 1 to 256; one a core"},
};

constexpr KeyWords kFolderKeys[] = {
    {"path", "the hot folder (required)"},
    {"dossier-folders",
     "true: each folder in it is a hot folder too, for the dossier of its name"},
    {"taken",
     "what becomes of a file whose documents are sealed: \"remove\", or \"keep\" to move "
     "it to done/; \"remove\""},
    {"settle", "seconds without a change after which a file is complete; 2"},
    {"sweep", "seconds between two looks at the whole folder, for network shares; 10"},
    {"pdf-password-file", "the password of PDFs that ask for one, in its first line"},
};

constexpr KeyWords kDeviceKeys[] = {
    {"profile",
     "the scanner and how it is to scan, by its feeder: name or file, as 'tangthu scan "
     "--profile' takes it (required)"},
    {"look", "seconds between two looks whether there is paper in the feeder; 3"},
};

constexpr KeyWords kTakingInKeys[] = {
    {"level",
     "secrecy level: thuong, mat, toi-mat, tuyet-mat; a stamp raises it (required)"},
    {"compartments", "of the label, with commas between"},
    {"dossier", "code of the dossier, 100 bytes at most"},
    {"approval", "the case that allows scans of secrets ('tangthu scanning')"},
    {"split",
     "a file, or what is fed at once, is a stack of documents: separator, blank, "
     "first-page, count:N, with commas between"},
    {"two-sided", "true: pages come as front and back"},
    {"language", "languages to read, as \"vie\" or \"vie+eng\"; \"vie\""},
    {"engine", "what reads: \"fast\" or \"tesseract\""},
    {"tessdata", "folder of other language models"},
    {"without", "stages of cleaning to leave out, with commas between"},
    {"lossless", "true: access copies show every pixel as cleaned; much larger"},
};

}  // namespace

std::span<const KeyWords> common_keys() {
  return kCommonKeys;
}
std::span<const KeyWords> folder_keys() {
  return kFolderKeys;
}
std::span<const KeyWords> device_keys() {
  return kDeviceKeys;
}
std::span<const KeyWords> taking_in_keys() {
  return kTakingInKeys;
}

}  // namespace tangthu::station
