# The house rules for every target, and the three kinds of target there are.

function(tangthu_house_rules target)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR})
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Werror -fstack-protector-strong)
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
      # What a fuzzer sees of the rooms; the targets themselves bring the fuzzer.
      target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
    endif()
  elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_definitions(${target} PRIVATE _FORTIFY_SOURCE=2)
  endif()
  target_link_options(${target} PRIVATE -fuse-ld=lld -Wl,-z,relro,-z,now)
endfunction()

# tangthu_room(NAME SOURCES ... ROOMS ... LIBRARIES ...): the static library tangthu_NAME.
# ROOMS are seen by whoever links it; LIBRARIES (third-party) stay PRIVATE.
function(tangthu_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_library(tangthu_${name} STATIC ${ROOM_SOURCES})
  tangthu_house_rules(tangthu_${name})
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
  if(TEST_NEEDS)
    add_dependencies(test_${name} ${TEST_NEEDS})
  endif()
  gtest_discover_tests(test_${name} DISCOVERY_TIMEOUT 60
    PROPERTIES TIMEOUT 300 LABELS "${name};${TEST_LABELS}")
endfunction()
