; The smallest installation with our hook in its uninstaller, for `cargo xtask windows`: it has what the hook reads of
; Tauri's (the box's state, whether this is an update, the system's context of folders), and a page with the box.
; `/ANSWER=1` is the box ticked, for a run without a screen.

Unicode true
Target amd64-unicode
RequestExecutionLevel user
Name "Avvento Desk"
OutFile "${INSTALLER}"
InstallDir "C:\installed"
SetCompress off

!include LogicLib.nsh
!include FileFunc.nsh
!include nsDialogs.nsh
!include "${HOOK}"

Var DeleteAppDataCheckbox
Var DeleteAppDataCheckboxState
Var UpdateMode

Page instfiles
UninstPage custom un.Question un.Answer
UninstPage instfiles

Function un.Question
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateCheckbox} 0 0 100% 12u "Delete the application data"
  Pop $DeleteAppDataCheckbox
  nsDialogs::Show
FunctionEnd

Function un.Answer
  ${NSD_GetState} $DeleteAppDataCheckbox $DeleteAppDataCheckboxState
FunctionEnd

Function un.onInit
  ${GetOptions} $CMDLINE "/UPDATE" $UpdateMode
  ${IfNot} ${Errors}
    StrCpy $UpdateMode 1
  ${EndIf}
  ${GetOptions} $CMDLINE "/ANSWER=" $DeleteAppDataCheckboxState
FunctionEnd

Section Install
  SetOutPath $INSTDIR
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

Section Uninstall
  ; For all users, as an installation by an administrator has it: the hook may not look there.
  SetShellVarContext all
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  !insertmacro NSIS_HOOK_POSTUNINSTALL
SectionEnd
