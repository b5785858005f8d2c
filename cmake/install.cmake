# What is installed where, in three components, each a Debian package of its own (debian/rules):
# cli (programs for everybody, decoders, documents), server, station.
set(TANGTHU_UNIT_DIR lib/systemd/system CACHE PATH "where systemd's units are installed")
set(TANGTHU_UDEV_DIR lib/udev/rules.d CACHE PATH "where udev's rules are installed")
set(units ${PROJECT_BINARY_DIR}/systemd)
set(helpers ${CMAKE_INSTALL_LIBEXECDIR}/tangthu)

# tangthu_install_service(COMPONENT PROGRAM UNIT...): a program with its units (made of the
# UNIT.in beside it, or as they are), its manual page, user, folders and settings.
function(tangthu_install_service component program)
  install(TARGETS ${program} COMPONENT ${component} DESTINATION ${CMAKE_INSTALL_SBINDIR})
  tangthu_install_manual(${component} 8 ${program})
  foreach(unit ${ARGN})
    if(NOT EXISTS ${PROJECT_SOURCE_DIR}/systemd/${unit})
      set(made ${units}/${unit})
    else()
      set(made systemd/${unit})
    endif()
    install(FILES ${made} COMPONENT ${component} DESTINATION ${TANGTHU_UNIT_DIR})
  endforeach()
endfunction()

# Who runs it and where it works: systemd/tangthu-COMPONENT.sysusers and .tmpfiles.
function(tangthu_install_account component)
  foreach(kind sysusers tmpfiles)
    install(FILES systemd/tangthu-${component}.${kind} COMPONENT ${component}
      DESTINATION lib/${kind}.d RENAME tangthu-${component}.conf)
  endforeach()
endfunction()

# docs/man/NAME.SECTION.in, with the version put in; or what the build made in its place.
function(tangthu_install_manual component section name)
  set(page ${PROJECT_BINARY_DIR}/share/man/man${section}/${name}.${section})
  if(EXISTS ${PROJECT_SOURCE_DIR}/docs/man/${name}.${section}.in)
    configure_file(docs/man/${name}.${section}.in ${page} @ONLY)
  endif()
  install(FILES ${page} COMPONENT ${component} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
endfunction()

# Settings that the units read: in /etc, wherever the programs are.
function(tangthu_install_settings component name)
  install(FILES systemd/${name}.default COMPONENT ${component} DESTINATION /etc/default RENAME ${name})
endfunction()

# cli
install(TARGETS tangthu tangthu-proof tangthu-witness COMPONENT cli
  DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS tangthu-decode tangthu-decode-pdf tangthu-decode-archive tangthu-device
  COMPONENT cli DESTINATION ${helpers})
install(DIRECTORY ${PROJECT_BINARY_DIR}/share/man/man1 COMPONENT cli
  DESTINATION ${CMAKE_INSTALL_MANDIR} FILES_MATCHING PATTERN "tangthu*.1")
foreach(program tangthu-proof tangthu-witness)
  tangthu_install_manual(cli 1 ${program})
endforeach()
install(DIRECTORY ${PROJECT_BINARY_DIR}/share/locale COMPONENT cli
  DESTINATION ${CMAKE_INSTALL_DATADIR} FILES_MATCHING PATTERN "*.mo")
set(completions ${PROJECT_BINARY_DIR}/share/completions)
install(FILES ${completions}/tangthu.bash COMPONENT cli
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME tangthu)
install(FILES ${completions}/_tangthu COMPONENT cli
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${completions}/tangthu.fish COMPONENT cli
  DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES README.md CHANGELOG.md COMPONENT cli DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs COMPONENT cli DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN man EXCLUDE)
# As they are built in; whoever changes one puts it into /etc/tangthu/rules.
install(DIRECTORY rules COMPONENT cli DESTINATION ${CMAKE_INSTALL_DOCDIR})

# server
tangthu_install_service(server tangthud
  tangthud.service tangthud.socket
  tangthu-verify.service tangthu-verify.timer
  tangthu-checkpoint.service tangthu-checkpoint.timer
  tangthu-backup.service tangthu-backup.timer)
install(PROGRAMS ${units}/tangthu-maintain COMPONENT server DESTINATION ${helpers})
tangthu_install_account(server)
tangthu_install_settings(server tangthud)
tangthu_install_settings(server tangthu-backup)

# station
tangthu_install_service(station tangthu-scand tangthu-scand.service)
tangthu_install_account(station)
install(FILES systemd/60-tangthu-scanner.rules COMPONENT station DESTINATION ${TANGTHU_UDEV_DIR})
