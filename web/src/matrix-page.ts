import { announce } from './page.ts'

/** The buttons of the matrix: all sub-techniques at once, and a picture of it. */
export function startMatrix(): void {
  const unfold = document.querySelector<HTMLButtonElement>('[data-matrix-unfold]')
  unfold?.addEventListener('click', () => {
    const all = [...document.querySelectorAll<HTMLDetailsElement>('.matrix details')]
    const isOpening = all.some(details => !details.open)
    for (const details of all) details.open = isOpening
    unfold.textContent = isOpening ? 'Fold all' : 'Unfold all'
  })
  const svg = document.querySelector<HTMLAnchorElement>('[data-matrix-svg]')
  document.querySelector('[data-matrix-png]')?.addEventListener('click', () => {
    if (svg !== null) void savePicture(svg.href)
  })
}

/** Draws the SVG that the server gives at twice its size, and saves it as PNG. */
async function savePicture(address: string): Promise<void> {
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * 2
    canvas.height = image.naturalHeight * 2
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const picture = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/png'))
    if (picture === null) throw new Error('the canvas is too large')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(picture)
    link.download = 'matrix.png'
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  } catch {
    announce('The picture could not be made')
  }
}
