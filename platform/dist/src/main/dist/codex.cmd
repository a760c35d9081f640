@echo off
rem Starts Codex4j on Windows, with the Java that lies beside it, or JAVA_HOME's, or the one on the PATH.
setlocal EnableExtensions DisableDelayedExpansion

rem The program takes the variables CODEX_LAUNCHER_... away again.
set "CODEX_LAUNCHER_ROOT=%~dp0.."
set "CODEX_LAUNCHER_JAVA=%CODEX_LAUNCHER_ROOT%\runtime\bin\java.exe"
if exist "%CODEX_LAUNCHER_JAVA%" goto start
if not defined JAVA_HOME goto search
set "CODEX_LAUNCHER_JAVA=%JAVA_HOME:"=%\bin\java.exe"
if exist "%CODEX_LAUNCHER_JAVA%" goto check
:search
set "CODEX_LAUNCHER_JAVA="
for %%J in (java.exe) do set "CODEX_LAUNCHER_JAVA=%%~$PATH:J"
if defined CODEX_LAUNCHER_JAVA goto check
echo codex: no Java was found. Install Java 21 or newer, or point JAVA_HOME to it.>&2
exit /b 1

:check
rem What a Java is, is written beside it; to ask it would take as long as a start.
for %%J in ("%CODEX_LAUNCHER_JAVA%") do set "CODEX_LAUNCHER_RELEASE=%%~dpJ..\release"
if not exist "%CODEX_LAUNCHER_RELEASE%" goto start
set "CODEX_LAUNCHER_VERSION="
for /f "usebackq tokens=1,2 delims==" %%A in ("%CODEX_LAUNCHER_RELEASE%") do if "%%A"=="JAVA_VERSION" set "CODEX_LAUNCHER_VERSION=%%~B"
if not defined CODEX_LAUNCHER_VERSION goto start
for /f "delims=.-+" %%M in ("%CODEX_LAUNCHER_VERSION%") do set "CODEX_LAUNCHER_MAJOR=%%M"
if %CODEX_LAUNCHER_MAJOR% GEQ @JAVA@ goto start
echo codex: "%CODEX_LAUNCHER_JAVA%" is Java %CODEX_LAUNCHER_VERSION%. Install Java @JAVA@ or newer, or point JAVA_HOME to it.>&2
exit /b 1

:start
rem The JVM would announce these on standard error. Options for it go into CODEX_JAVA_OPTIONS.
if defined JAVA_TOOL_OPTIONS set "CODEX_KEPT_JAVA_TOOL_OPTIONS=%JAVA_TOOL_OPTIONS%"
if defined JDK_JAVA_OPTIONS set "CODEX_KEPT_JDK_JAVA_OPTIONS=%JDK_JAVA_OPTIONS%"
if defined _JAVA_OPTIONS set "CODEX_KEPT__JAVA_OPTIONS=%_JAVA_OPTIONS%"
set "JAVA_TOOL_OPTIONS="
set "JDK_JAVA_OPTIONS="
set "_JAVA_OPTIONS="

"%CODEX_LAUNCHER_JAVA%" @JVM_OPTIONS@ %CODEX_JAVA_OPTIONS% -cp "%CODEX_LAUNCHER_ROOT%\lib\*" io.codex4j.cli.Main %*
exit /b %ERRORLEVEL%
