# The house rules for every target, and the three kinds of target there are.

function(tangthu_house_rules target)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Werror -fstack-protector-strong -pthread)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # g++ 12 sees overlaps in "text" + std::string that can't be (its bug 105651).
    target_compile_options(${target} PRIVATE -Wno-restrict)
  endif()
  if(TANGTHU_SANITIZE)
    target_compile_options(${target} PRIVATE
      -fsanitize=${TANGTHU_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${TANGTHU_SANITIZE})
    target_compile_definitions(${target} PRIVATE TANGTHU_SANITIZED)
    if(TANGTHU_FUZZ)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
  elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
  endif()
  target_link_options(${target} PRIVATE -fuse-ld=lld -Wl,-z,relro,-z,now)
endfunction()

# For what a fuzzer watches: the rooms, and what targets have of them.
function(tangthu_watched target)
  if(TANGTHU_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
endfunction()

# Headers that are parsed once, for targets compiled alike: "room" (libraries), "command"
# and "test" (programs). Parsing them was half of a build. The preset `clang` goes without,
# so that an include that is missing shows. g++ 12 forgets that precompiled headers are the
# system's and warns of what can't be in them (its bug 105651 and its kin): those warnings
# are off where it has such headers, and so rooms go without.
set(TANGTHU_HEADERS_room
  <algorithm> <array> <atomic> <chrono> <filesystem> <functional> <map> <memory> <mutex>
  <optional> <set> <span> <string> <string_view> <thread> <utility> <variant> <vector>
  <tl/expected.hpp>)
set(TANGTHU_HEADERS_command ${TANGTHU_HEADERS_room} <nlohmann/json.hpp> <CLI/CLI.hpp>)
set(TANGTHU_HEADERS_test ${TANGTHU_HEADERS_room} <nlohmann/json.hpp> <gtest/gtest.h>)

function(tangthu_share_headers target kind)
  if(NOT TANGTHU_PRECOMPILE OR (kind STREQUAL "room" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU"))
    return()
  endif()
  set(holder tangthu_headers_${kind})
  if(NOT TARGET ${holder})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/headers/${kind}.cc CONTENT "")
    add_library(${holder} OBJECT ${CMAKE_BINARY_DIR}/headers/${kind}.cc)
    tangthu_house_rules(${holder})
    if(kind STREQUAL "room")
      tangthu_watched(${holder})
    else()
      set_target_properties(${holder} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
      target_compile_options(${holder} PRIVATE -fPIE ${TANGTHU_QUICK})
    endif()
    if(kind STREQUAL "test")
      target_link_libraries(${holder} PRIVATE GTest::gtest)
    endif()
    target_precompile_headers(${holder} PRIVATE ${TANGTHU_HEADERS_${kind}})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${holder})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE
      -Wno-array-bounds -Wno-free-nonheap-object -Wno-stringop-overflow)
  endif()
endfunction()

# What is no one's bottleneck is compiled quickly.
set(TANGTHU_QUICK $<$<CONFIG:Release>:-O1>)

# tangthu_room(NAME SOURCES ... ROOMS ... LIBRARIES ... [HEADERS kind]): the static library
# tangthu_NAME. ROOMS are seen by whoever links it; LIBRARIES (third-party) stay PRIVATE.
# Of kind "command" it is for programs alone.
function(tangthu_room name)
  cmake_parse_arguments(ROOM "" "HEADERS" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_library(tangthu_${name} STATIC ${ROOM_SOURCES})
  tangthu_house_rules(tangthu_${name})
  tangthu_watched(tangthu_${name})
  if(ROOM_HEADERS)
    set_target_properties(tangthu_${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(tangthu_${name} PRIVATE -fPIE)
  else()
    set(ROOM_HEADERS room)
  endif()
  tangthu_share_headers(tangthu_${name} ${ROOM_HEADERS})
  foreach(room ${ROOM_ROOMS})
    target_link_libraries(tangthu_${name} PUBLIC tangthu_${room})
  endforeach()
  target_link_libraries(tangthu_${name} PRIVATE ${ROOM_LIBRARIES})
endfunction()

# tangthu_program(NAME SOURCES ... ROOMS ... LIBRARIES ...): build/bin/NAME.
function(tangthu_program name)
  cmake_parse_arguments(PROGRAM "" "" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_executable(${name} ${PROGRAM_SOURCES})
  tangthu_house_rules(${name})
  foreach(room ${PROGRAM_ROOMS})
    target_link_libraries(${name} PRIVATE tangthu_${room})
  endforeach()
  target_link_libraries(${name} PRIVATE ${PROGRAM_LIBRARIES})
endfunction()

# tangthu_test(NAME SOURCES ... ROOMS ... LIBRARIES ... [NEEDS program...] [LABELS ...]):
# build/bin/test_NAME, its cases known to ctest one by one.
function(tangthu_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;ROOMS;LIBRARIES;NEEDS;LABELS" ${ARGN})
  tangthu_program(test_${name} SOURCES ${TEST_SOURCES} ROOMS ${TEST_ROOMS}
    LIBRARIES ${TEST_LIBRARIES} GTest::gtest_main)
  target_compile_options(test_${name} PRIVATE ${TANGTHU_QUICK})
  tangthu_share_headers(test_${name} test)
  if(TEST_NEEDS)
    add_dependencies(test_${name} ${TEST_NEEDS})
  endif()
  gtest_discover_tests(test_${name} DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 300 LABELS "${name};${TEST_LABELS}")
endfunction()
