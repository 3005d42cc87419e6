@echo off
rem Starts the program on Windows: the window, or one verb. Its first start sets up what is missing.
rem This file is ASCII, whatever the code page: the Chinese sentences are escapes that PowerShell prints
rem (see :say), each followed by what it says in English, printed where there is no PowerShell.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
set "venv=%root%.venv"
set "python=%venv%\Scripts\python.exe"
set "base="
set /a tries=0

call :ready
if %errorlevel% equ 0 goto start

rem One at a time: while a start holds the lock file open for writing, the redirection fails and :setup is not called.
:lock
set "locked="
call :setup 9>"%root%.venv.lock"
set "status=%errorlevel%"
if defined locked goto settled
set /a tries+=1
if %tries% geq 300 goto failed
ping -n 3 127.0.0.1 >nul
goto lock
:settled
if %status% neq 0 goto failed

:start
if "%~1"=="" goto window
if "%~2"=="" if exist "%~1" goto window
"%python%" "%root%main.py" %*
exit /b %errorlevel%

rem Without a console: pythonw has neither standard output nor standard error.
:window
start "" "%venv%\Scripts\pythonw.exe" "%root%main.py" %*
exit /b 0

rem Started by a double click the console closes with the script: the message has to be read first.
:failed
if "%~1"=="" pause
exit /b 2

rem Whether the environment is whole: the stamp (a copy of the requirements, made last) agrees and its Python still starts.
:ready
if not exist "%python%" exit /b 1
fc /b "%root%requirements.txt" "%venv%\requirements.txt" >nul 2>&1
if %errorlevel% neq 0 exit /b 1
"%python%" -I -c "pass" >nul 2>&1
if %errorlevel% neq 0 exit /b 1
exit /b 0

:setup
set "locked=1"
rem Another start may have done it meanwhile.
call :ready
if %errorlevel% equ 0 exit /b 0
call :find_base
if not defined base goto no_python
call :say "\u6b63\u5728\u51c6\u5907\u8fd0\u884c\u73af\u5883\uff0c\u9996\u6b21\u7ea6\u9700\u4e0b\u8f7d 100 MB\uff0c\u53ef\u80fd\u8981\u51e0\u5206\u949f\u2026\u2026" "Setting up; the first time about 100 MB are downloaded."
rem Without a stamp it was left half-made; where its Python does not start, the one it was made with is gone.
if not exist "%venv%\requirements.txt" goto make
"%python%" -I -c "pass" >nul 2>&1
if %errorlevel% equ 0 goto install
:make
if exist "%venv%\" rmdir /s /q "%venv%"
if exist "%venv%\" goto no_venv
%base% -I -m venv "%venv%"
if %errorlevel% neq 0 goto no_venv
:install
if exist "%venv%\requirements.txt" del "%venv%\requirements.txt"
"%python%" -I -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r "%root%requirements.txt" >"%venv%\pip.log" 2>&1
if %errorlevel% neq 0 goto no_packages
copy /y "%root%requirements.txt" "%venv%\requirements.txt" >nul
if %errorlevel% neq 0 goto no_venv
exit /b 0

:no_python
call :say "\u9700\u8981 64 \u4f4d\u7684 Python 3.11 \u81f3 3.13\uff0c\u672c\u673a\u6ca1\u6709\u627e\u5230\u3002\u8bf7\u5b89\u88c5\u540e\u518d\u8bd5\u3002" "Needs 64-bit Python 3.11 to 3.13; none was found."
exit /b 1
:no_venv
call :say "\u65e0\u6cd5\u5efa\u7acb\u8fd0\u884c\u73af\u5883\uff1a\u8bf7\u5173\u95ed\u672c\u7a0b\u5e8f\u7684\u5176\u4ed6\u7a97\u53e3\uff0c\u5e76\u68c0\u67e5\u7a0b\u5e8f\u6587\u4ef6\u5939\u80fd\u5426\u5199\u5165\u3002" "Cannot make .venv: close the program windows, see whether its folder can be written to."
exit /b 1
:no_packages
type "%venv%\pip.log" 1>&2
call :say "\u8f6f\u4ef6\u5305\u5b89\u88c5\u5931\u8d25\uff0c\u8bf7\u68c0\u67e5\u7f51\u7edc\u540e\u91cd\u8bd5\u3002" "Installing the packages failed: check the network."
exit /b 1

rem Sets base to a command that starts a Python of the right version and width. The aliases of the Store fail the test as well.
:find_base
for %%p in ("py -3" "py -3.13" "py -3.12" "py -3.11" "python") do if not defined base call :try_base %%p
exit /b 0
:try_base
%~1 -I -c "import ensurepip, sys, venv; sys.exit(not (sys.maxsize > 2**32 and (3, 11) <= sys.version_info[:2] <= (3, 13)))" >nul 2>&1
if %errorlevel% equ 0 set "base=%~1"
exit /b 0

rem :say ESCAPED ENGLISH
:say
powershell -NoProfile -Command "[Console]::Error.WriteLine([regex]::Unescape('%~1'))" <nul
if %errorlevel% neq 0 echo %~2 1>&2
exit /b 0
