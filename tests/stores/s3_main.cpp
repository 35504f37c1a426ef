// Starts one Swift with its S3 interface for all tests of this program; 77, and why, where there is
// none.
#include "support/swift_server.h"

#include <gtest/gtest.h>

#include <exception>
#include <iostream>
#include <memory>
#include <string>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    const auto server = std::make_unique<comity::testing_support::SwiftServer>();
    comity::testing_support::the_swift() = server.get();
    return RUN_ALL_TESTS();
  } catch (const std::exception& error) {
    std::cerr << error.what();
    return std::string(error.what()).starts_with("skipped: ") ? 77 : 1;
  }
}
