# How every target of the project is built: warnings are errors, headers are found from the top of the tree, and the
# compiler cache and the fast linker are used where they exist.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(socialekaart_options INTERFACE)
target_compile_options(socialekaart_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
target_include_directories(socialekaart_options INTERFACE ${PROJECT_SOURCE_DIR})

# socialekaart_library(NAME SOURCES a.cc ... PUBLIC lib ... PRIVATE lib ...)
function(socialekaart_library NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(${NAME} STATIC ${ARG_SOURCES})
  target_link_libraries(${NAME} PUBLIC ${ARG_PUBLIC} PRIVATE socialekaart_options ${ARG_PRIVATE})
endfunction()

# socialekaart_test(NAME SOURCES a_test.cc ... LINK lib ...): one GoogleTest program, each test known to ctest.
function(socialekaart_test NAME)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${NAME} ${ARG_SOURCES})
  target_link_libraries(${NAME} PRIVATE socialekaart_options ${ARG_LINK} GTest::gtest_main)
  target_compile_definitions(${NAME} PRIVATE SOCIALEKAART_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                             SOCIALEKAART_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  gtest_discover_tests(${NAME} DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300)
endfunction()
