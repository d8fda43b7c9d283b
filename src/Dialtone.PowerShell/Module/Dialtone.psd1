@{
    RootModule           = 'Dialtone.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '0d1f7a5e-6c7b-4a57-9d0e-5b8f3c2a9e14'
    Author               = 'Dialtone contributors'
    CompanyName          = 'Dialtone contributors'
    Copyright            = '(c) Dialtone contributors. MIT licence.'
    Description          = 'Synthetic transactions for SIP and Skype for Business Server: sign in as a phone does, and say where it failed, why, and what to do.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Dialtone.format.ps1xml')
    CmdletsToExport      = @(
        'Test-DialtoneClientAuth'
        'Test-DialtoneRegistration'
        'Test-DialtonePhoneBootstrap'
        'Test-DialtonePresence'
        'Test-DialtoneAVEdgeConnectivity'
        'Compare-DialtoneResult'
        'Get-DialtoneFinding'
        'Enable-DialtoneCsAlias'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('SIP', 'SkypeForBusiness', 'Lync', 'Diagnostics', 'Windows', 'Linux', 'MacOS')
        }
    }
}
