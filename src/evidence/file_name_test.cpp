#include "evidence/file_name.h"

#include "support/package_story.h"

#include <gtest/gtest.h>

#include <string>

namespace comity::evidence {
namespace {

using testing_support::code;

TEST(FileNameTest, AcceptsNamesOfManyScripts) {
  for (const std::string name : {"a", "disk.dd", "Bericht 7 (Kopie).pdf", "résumé.txt",
                                 "отчёт.docx", "تقرير.pdf", "报告.pdf", "हिन्दी.txt", "ファイル.zip",
                                 "com.txt", "console.log", "a..b", "-rf", ".hidden", "100%.csv"}) {
    EXPECT_EQ(code(check_name(name)), "") << name;
  }
  EXPECT_EQ(code(check_name(std::string(255, 'x'))), "");
}

TEST(FileNameTest, RefusesWhatMisleadsAPersonOrAFileSystem) {
  const std::string names[] = {"",
                               ".",
                               "..",
                               "../a",
                               "a/b",
                               "/etc/passwd",
                               "a\\b",
                               "C:a",
                               "a:stream",
                               "what?",
                               "a*",
                               "a|b",
                               "<a>",
                               "\"a\"",
                               std::string("a\0b", 3),
                               "a\nb",
                               "a\tb",
                               "a\x7f",
                               "a.",
                               "a ",
                               " a",
                               "CON",
                               "con.txt",
                               "nul",
                               "Com1",
                               "lpt9.log",
                               "COM\xC2\xB9",
                               "CONIN$",
                               "evil\u202Etxt.exe",   // right-to-left override
                               "a\u2066b",            // isolate
                               "a\u200Fb",            // right-to-left mark
                               "a\u200Bb",            // zero width space
                               "a\uFEFFb",            // byte order mark
                               "a\u2028b",            // line separator
                               "a\u00A0b",            // no-break space
                               "a\uE000b",            // private use
                               "re\u0301sume\u0301",  // not NFC
                               "\u212B",              // angstrom sign: not NFC
                               "\xC3\x28",            // no UTF-8
                               "\xED\xA0\x80",        // surrogate
                               "\xC0\xAF",            // overlong slash
                               std::string(256, 'x')};
  for (const std::string& name : names) {
    EXPECT_EQ(code(check_name(name)), "PKG-03") << name;
  }
}

TEST(FileNameTest, FoldsWhatAFileSystemCouldConfuse) {
  EXPECT_EQ(folded_name("Report.PDF"), folded_name("rEPORT.pdf"));
  EXPECT_EQ(folded_name("STRASSE"), folded_name("straße"));
  EXPECT_EQ(folded_name("ﬁle"), folded_name("file"));
  EXPECT_EQ(folded_name("ОТЧЁТ"), folded_name("отчёт"));
  EXPECT_NE(folded_name("a"), folded_name("b"));
}

TEST(FileNameTest, CleansAnyNameIntoOneThatIsAccepted) {
  EXPECT_EQ(clean_name("a/b\\c:d"), "a_b_c_d");
  EXPECT_EQ(clean_name("re\u0301sume\u0301"), "r\u00E9sum\u00E9");
  EXPECT_EQ(clean_name(" a. . "), "a");
  EXPECT_EQ(clean_name("con.txt"), "_con.txt");
  EXPECT_EQ(clean_name("evil\u202Etxt.exe"), "evil_txt.exe");
  EXPECT_EQ(clean_name("\xC3\x28"), "_(");
  EXPECT_EQ(clean_name(""), "_");
  EXPECT_EQ(clean_name("good name.txt"), "good name.txt");
  for (const std::string& name : {std::string(1000, 'x'), std::string("\u0301"), std::string(".."),
                                  std::string(300, ' '), std::string("\xff\xff/")}) {
    EXPECT_EQ(code(check_name(clean_name(name))), "") << name;
  }
}

TEST(FileNameTest, TheNameOnDiskIsPlainAndDistinct) {
  EXPECT_EQ(safe_file_name(7, "disk image.dd"), "0007-disk_image.dd");
  EXPECT_EQ(safe_file_name(12345, "a"), "12345-a");
  EXPECT_EQ(safe_file_name(1, "отчёт.docx"), "0001-_.docx");
  EXPECT_EQ(safe_file_name(2, "报告.pdf"), "0002-_.pdf");
  EXPECT_EQ(safe_file_name(3, "x" + std::string(250, 'a') + ".img").size(), 105U);
  EXPECT_TRUE(safe_file_name(3, "x" + std::string(250, 'a') + ".img").ends_with(".img"));
  EXPECT_EQ(safe_file_name(4, "-rf"), "0004--rf");
}

TEST(PlainTextTest, AllowsLinesAndRefusesWhatReorders) {
  EXPECT_TRUE(is_plain_text("two\nlines", 20));
  EXPECT_TRUE(is_plain_text("نص", 20));
  EXPECT_FALSE(is_plain_text("a\u202Eb", 20));
  EXPECT_FALSE(is_plain_text("a\x1b[31m", 20));
  EXPECT_FALSE(is_plain_text("12345", 4));
  EXPECT_FALSE(is_plain_text("\xff", 4));
}

}  // namespace
}  // namespace comity::evidence
